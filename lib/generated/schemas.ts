// Generated from the schemas by `npm run generate`. Do not edit.

import type { CheckKind } from './checks.ts'

/** A JSON Schema of draft-07. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What a metric's schema says of it. */
export interface MetricSchema {
  readonly description: string
  readonly 'x-dimension': string
  /** Which way the metric gets better, where it can be compared with a baseline. */
  readonly 'x-better'?: string
  readonly examples?: readonly unknown[]
}

/** The schema of a check: its options, and its metrics under `$defs`. */
export interface CheckSchema {
  readonly [keyword: string]: unknown
  readonly $id: string
  readonly title: string
  readonly description: string
  readonly 'x-scope': 'worker' | 'cluster'
  /** What tells the levels apart that it measures at, by name. */
  readonly 'x-labels'?: Readonly<Record<string, 'integer' | 'percentage' | 'text'>>
  readonly properties: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly $defs: {
    readonly metrics: {
      readonly [keyword: string]: unknown
      readonly properties: Readonly<Record<string, MetricSchema>>
      /** Families, by a pattern such as `^json\\..+`. */
      readonly patternProperties?: Readonly<Record<string, MetricSchema>>
    }
  }
}

export interface Schemas {
  readonly spec: JsonSchema
  readonly cluster: JsonSchema
  readonly workload: JsonSchema & { readonly $defs: Readonly<Record<string, JsonSchema>> }
  readonly checks: Readonly<Record<CheckKind, CheckSchema>>
}

export const schemas: Schemas = {
  "spec": {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "https://clustergate.dev/schemas/spec.schema.json",
    "title": "Clustergate spec",
    "description": "A suite of tests that hold a cluster of LLM workers to service level objectives.",
    "type": "object",
    "properties": {
      "$schema": {
        "description": "The schema that editors check this file against. Example: `$schema: ../../schemas/spec.schema.json`.",
        "type": "string",
        "examples": ["../../schemas/spec.schema.json"]
      },
      "suite": {
        "description": "The name of this suite, as reports show it. Required. Example: `suite: Network validation`.",
        "type": "string",
        "minLength": 1,
        "examples": ["Network validation"]
      },
      "stage": {
        "description": "When the suite runs: `network` first, then `balancer`, then `perf`; a failure in `network` closes the gate to `perf`. Default: the name of the folder that the file is in. Example: `stage: network`.",
        "type": "string",
        "enum": ["network", "balancer", "perf"],
        "examples": ["network"]
      },
      "timeout": {
        "description": "How long one test may take, as a duration with a unit; tests may set their own. Default: `60s`, in the perf stage `10m`. Example: `timeout: 30s`.",
        "type": "string",
        "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
        "x-expected": "a duration above zero such as \"30s\"",
        "examples": ["30s"]
      },
      "retries": {
        "description": "How often a test that did not pass is run again, from 0 to 10; tests may set their own. Default: 0. Example: `retries: 2`.",
        "type": "integer",
        "minimum": 0,
        "maximum": 10,
        "default": 0,
        "examples": [2]
      },
      "on_inconclusive": {
        "description": "What an inconclusive result means: too few samples to tell whether the budget is met, or a run that is unfit to be judged. `fail` fails the test with that word, `warn` only reports it. Default: `fail`. Example: `on_inconclusive: warn`.",
        "type": "string",
        "enum": ["fail", "warn"],
        "default": "fail",
        "examples": ["warn"]
      },
      "owner": {
        "description": "Who to ask when a test of this suite fails. Default: nobody. Example: `owner: platform-team`.",
        "type": "string",
        "minLength": 1,
        "examples": ["platform-team"]
      },
      "description": {
        "description": "What this suite is for, in a sentence. Default: none. Example: `description: What must hold before any benchmark.`.",
        "type": "string",
        "minLength": 1,
        "examples": ["What must hold before any benchmark."]
      },
      "tags": {
        "description": "Words to sort suites by in reports. Default: none. Example: `tags: [nightly]`.",
        "type": "array",
        "items": {
          "description": "One tag. Example: `nightly`.",
          "type": "string",
          "minLength": 1,
          "examples": ["nightly"]
        },
        "examples": [["nightly"]]
      },
      "tests": {
        "description": "The tests of this suite: each has a name, one check and what is expected of it. Required, at least one. Example: `tests: [{ name: answers ping, ping: {}, expect: { packet_loss: 0% } }]`.",
        "type": "array",
        "minItems": 1,
        "items": {
          "$ref": "#/$defs/test"
        },
        "examples": [
          [
            {
              "name": "answers ping",
              "ping": {
                "count": 10
              },
              "expect": {
                "packet_loss": "0%"
              }
            }
          ]
        ]
      }
    },
    "required": ["suite", "tests"],
    "additionalProperties": false,
    "$defs": {
      "test": {
        "title": "test",
        "x-choice": "check",
        "description": "One test: a name, exactly one check (its key: `ping`, `tcp`, `http` ...) and what is expected of it.",
        "type": "object",
        "properties": {
          "name": {
            "description": "What must hold, as a phrase after the worker's name in reports; each name once in a file. Required. Example: `name: answers ping`.",
            "type": "string",
            "minLength": 1,
            "examples": ["answers ping"]
          },
          "description": {
            "description": "Why this must hold, for whoever sees it fail. Default: none. Example: `description: Lost packets stall whole answers.`.",
            "type": "string",
            "minLength": 1,
            "examples": ["Lost packets stall whole answers."]
          },
          "for": {
            "description": "On which workers: `each worker` (one result per worker), `all workers` (one result for all, where the check is one of the whole cluster), the id of a worker, a tag, or a list of ids and tags; an id wins over a tag of the same name. Default: `each worker`, or all together for checks of the whole cluster. Example: `for: [mac-studio-1, gpu]`.",
            "type": ["string", "array"],
            "minLength": 1,
            "minItems": 1,
            "items": {
              "description": "The id of a worker, or a tag. Example: `mac-studio-1`.",
              "type": "string",
              "minLength": 1,
              "examples": ["mac-studio-1"]
            },
            "x-expected": "\"each worker\", \"all workers\", the id of a worker, a tag, or a list of ids and tags",
            "examples": [
              "each worker",
              "all workers",
              "mac-studio-1",
              ["mac-studio-1", "mac-studio-2"]
            ]
          },
          "timeout": {
            "description": "How long this test may take, as a duration with a unit. Default: the suite's, else `60s`. Example: `timeout: 10s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"10s\"",
            "examples": ["10s"]
          },
          "retries": {
            "description": "How often this test is run again when it did not pass, from 0 to 10. Default: the suite's, else 0. Example: `retries: 1`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 10,
            "examples": [1]
          },
          "on_inconclusive": {
            "description": "What an inconclusive result means here: too few samples to tell whether the budget is met, or a run that is unfit to be judged. `fail` fails the test with that word, `warn` only reports it. Default: the suite's, else `fail`. Example: `on_inconclusive: warn`.",
            "type": "string",
            "enum": ["fail", "warn"],
            "examples": ["warn"]
          },
          "skip": {
            "description": "Why this test is not run at present; it is then reported as skipped, with this reason. Default: it runs. Example: `skip: switch is being replaced`.",
            "type": "string",
            "minLength": 1,
            "examples": ["switch is being replaced"]
          },
          "requires": {
            "description": "What this test needs of the selected workers; without it, it is skipped with the reason. Default: nothing. Example: `requires: { workers: 5 }`.",
            "type": "object",
            "properties": {
              "workers": {
                "description": "At least how many workers must be selected. Example: `workers: 5`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 10000,
                "examples": [5]
              }
            },
            "additionalProperties": false,
            "minProperties": 1,
            "examples": [
              {
                "workers": 5
              }
            ]
          },
          "adapt": {
            "$ref": "#/$defs/adapt"
          },
          "affinity": {
            "$ref": "#/$defs/affinity"
          },
          "balance": {
            "$ref": "#/$defs/balance"
          },
          "batch": {
            "$ref": "#/$defs/batch"
          },
          "benchmark": {
            "$ref": "#/$defs/benchmark"
          },
          "command": {
            "$ref": "#/$defs/command"
          },
          "dns": {
            "$ref": "#/$defs/dns"
          },
          "failover": {
            "$ref": "#/$defs/failover"
          },
          "http": {
            "$ref": "#/$defs/http"
          },
          "idle": {
            "$ref": "#/$defs/idle"
          },
          "latency": {
            "$ref": "#/$defs/latency"
          },
          "load": {
            "$ref": "#/$defs/load"
          },
          "model": {
            "$ref": "#/$defs/model"
          },
          "overload": {
            "$ref": "#/$defs/overload"
          },
          "path": {
            "$ref": "#/$defs/path"
          },
          "ping": {
            "$ref": "#/$defs/ping"
          },
          "same_model": {
            "$ref": "#/$defs/same_model"
          },
          "slots": {
            "$ref": "#/$defs/slots"
          },
          "soak": {
            "$ref": "#/$defs/soak"
          },
          "subnet": {
            "$ref": "#/$defs/subnet"
          },
          "tcp": {
            "$ref": "#/$defs/tcp"
          },
          "expect": {
            "description": "What must hold: metrics of the check, each with a condition, or a list of such maps; of a check that measures at several levels, a map may name one with `at`. Required, not empty. Example: `expect: { packet_loss: 0%, rtt.avg: < 10ms }`.",
            "examples": [
              {
                "packet_loss": "0%",
                "rtt.avg": "< 10ms"
              }
            ]
          }
        },
        "required": ["name", "expect"],
        "additionalProperties": false,
        "oneOf": [
          {
            "required": ["adapt"]
          },
          {
            "required": ["affinity"]
          },
          {
            "required": ["balance"]
          },
          {
            "required": ["batch"]
          },
          {
            "required": ["benchmark"]
          },
          {
            "required": ["command"]
          },
          {
            "required": ["dns"]
          },
          {
            "required": ["failover"]
          },
          {
            "required": ["http"]
          },
          {
            "required": ["idle"]
          },
          {
            "required": ["latency"]
          },
          {
            "required": ["load"]
          },
          {
            "required": ["model"]
          },
          {
            "required": ["overload"]
          },
          {
            "required": ["path"]
          },
          {
            "required": ["ping"]
          },
          {
            "required": ["same_model"]
          },
          {
            "required": ["slots"]
          },
          {
            "required": ["soak"]
          },
          {
            "required": ["subnet"]
          },
          {
            "required": ["tcp"]
          }
        ],
        "allOf": [
          {
            "if": {
              "required": ["adapt"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/adapt.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["affinity"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/affinity.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["balance"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/balance.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["batch"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/batch.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["benchmark"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/benchmark.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["command"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/command.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["dns"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/dns.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["failover"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/failover.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["http"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/http.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["idle"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/idle.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["latency"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/latency.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["load"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/load.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["model"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/model.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["overload"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/overload.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["path"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/path.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["ping"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/ping.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["same_model"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/same_model.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["slots"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/slots.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["soak"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/soak.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["subnet"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/subnet.expect"
                }
              }
            }
          },
          {
            "if": {
              "required": ["tcp"]
            },
            "then": {
              "properties": {
                "expect": {
                  "$ref": "#/$defs/tcp.expect"
                }
              }
            }
          }
        ]
      },
      "condition": {
        "description": "A condition: a comparison (`< 10ms`, `>= 99%`), a range (`1s..2s`), a tolerance (`33% ± 5%`), a value (`0%`, `true`, `open`), a text (`/regex/`, `contains mistral`, `one of [a, b]`), or a list of conditions that must all hold.",
        "type": ["string", "number", "boolean", "array"],
        "minLength": 0,
        "minItems": 1,
        "items": {
          "description": "One of several conditions that must all hold. Example: `> 1ms`.",
          "type": ["string", "number", "boolean"],
          "x-expected": "a condition such as \"< 10ms\", \"0%\" or true"
        },
        "x-expected": "a condition such as \"< 10ms\", \"0%\" or true, or a list of conditions",
        "examples": ["< 10ms", "0%", true, ["> 1ms", "< 10ms"]]
      },
      "adapt": {
        "title": "adapt",
        "description": "Makes a simulated worker slower under a load, or takes the slowest there is, and holds its share of the load against its share of the capacity. Example: `adapt: { slower: 3x }`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "requests": {
            "description": "How many requests are sent and counted. Default: 300. Example: `requests: 600`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 300,
            "examples": [600]
          },
          "concurrency": {
            "description": "How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [15]
          },
          "worker": {
            "description": "The id of the worker that it happens to. Default: the last of the selected ones. Example: `worker: mac-studio-3`.",
            "type": "string",
            "minLength": 1,
            "examples": ["mac-studio-3"]
          },
          "slower": {
            "description": "How many times slower a simulated worker is made. Other workers are left as they are. Default: `3x`. Example: `slower: 2x`.",
            "type": "string",
            "pattern": "^\\d{1,4}(\\.\\d+)?\\s?[x×]$",
            "x-expected": "a multiplier such as \"2x\"",
            "default": "3x",
            "examples": ["2x"]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "examples": ["round_robin"]
          },
          "warmup": {
            "description": "How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "default": 30,
            "examples": [60]
          }
        },
        "additionalProperties": false
      },
      "adapt.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/adapt.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/adapt.metrics"
        }
      },
      "adapt.metrics": {
        "description": "What `adapt` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "slow.share": {
            "$ref": "#/$defs/condition",
            "description": "Share of the load that the slow worker serves. Judged with the interval that the sample allows. Example: `slow.share: < 25%`.",
            "x-dimension": "percentage",
            "examples": ["< 25%"]
          },
          "slow.share_before": {
            "$ref": "#/$defs/condition",
            "description": "Its share before it was slow; no data where nothing was made slower. Example: `slow.share_before: 33% ± 5%`.",
            "x-dimension": "percentage",
            "examples": ["33% ± 5%"]
          },
          "slow.capacity_share": {
            "$ref": "#/$defs/condition",
            "description": "Its share of the cluster's capacity: slots over mean service time. Example: `slow.capacity_share: < 20%`.",
            "x-dimension": "percentage",
            "examples": ["< 20%"]
          },
          "slow.share_to_capacity": {
            "$ref": "#/$defs/condition",
            "description": "Its share of the load over its share of the capacity; 1x follows the capacity exactly. Judged with the interval that the sample allows. Example: `slow.share_to_capacity: 1x ± 25%`.",
            "x-dimension": "multiplier",
            "examples": ["1x ± 25%"]
          },
          "slow.service_time": {
            "$ref": "#/$defs/condition",
            "description": "Its mean service time. Example: `slow.service_time: \"> 100ms\"`.",
            "x-dimension": "duration",
            "examples": ["> 100ms"]
          },
          "slow.worker": {
            "$ref": "#/$defs/condition",
            "description": "Which worker that is. Example: `slow.worker: mac-studio-3`.",
            "x-dimension": "text",
            "examples": ["mac-studio-3"]
          },
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "requests": {
            "$ref": "#/$defs/condition",
            "description": "How many requests ended. Example: `requests: 300`.",
            "x-dimension": "count",
            "examples": [300]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no such answer. Example: `failed: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "retries": {
            "$ref": "#/$defs/condition",
            "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Requests that ended per second. Example: `throughput: \"> 100/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 100/s"]
          },
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the arrival of a request to the end of its answer, waiting included. Example: `latency.avg: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of these times. Example: `latency.p50: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of these times. Example: `latency.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of these times. Example: `latency.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `latency.max: < 5s`.",
            "x-dimension": "duration",
            "examples": ["< 5s"]
          },
          "queue_wait.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "queue_wait.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of these times. Example: `queue_wait.p95: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `queue_wait.max: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "fairness": {
            "$ref": "#/$defs/condition",
            "description": "The longest wait over the mean wait: large where some are passed over. No data where nobody waited. Example: `fairness: < 10x`.",
            "x-dimension": "multiplier",
            "examples": ["< 10x"]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "in_flight.max": {
            "$ref": "#/$defs/condition",
            "description": "The most requests that one worker had under way. Example: `in_flight.max: <= 5`.",
            "x-dimension": "count",
            "examples": ["<= 5"]
          },
          "imbalance": {
            "$ref": "#/$defs/condition",
            "description": "The largest share over the mean share; 1x is even. Example: `imbalance: < 1.2x`.",
            "x-dimension": "multiplier",
            "examples": ["< 1.2x"]
          },
          "optimality_gap": {
            "$ref": "#/$defs/condition",
            "description": "How much longer the whole load took than it had to: against the least time in which the workers' own service times allow it. Example: `optimality_gap: < 15%`.",
            "x-dimension": "percentage",
            "examples": ["< 15%"]
          },
          "service_time.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "first_token.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median time from the sending of a request to a worker to the first piece of its answer. Example: `first_token.p50: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "strategy": {
            "$ref": "#/$defs/condition",
            "description": "By which rule the workers were chosen. Example: `strategy: hybrid`.",
            "x-dimension": "text",
            "examples": ["hybrid"]
          }
        },
        "patternProperties": {
          "^share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Judged with the interval that the sample allows. Example: `share.each: 33% ± 5%`.",
            "x-dimension": "percentage",
            "examples": ["33% ± 5%"]
          },
          "^capacity_share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the cluster's capacity that a worker has: its slots over its mean service time. Example: `capacity_share.mac-studio-1: \"> 20%\"`.",
            "x-dimension": "percentage",
            "examples": ["> 20%"]
          },
          "^share_to_capacity\\..+": {
            "$ref": "#/$defs/condition",
            "description": "A worker's share of the load over its share of the capacity; `share_to_capacity.each` is that of every worker. Judged with the interval that the sample allows. Example: `share_to_capacity.each: 1x ± 20%`.",
            "x-dimension": "multiplier",
            "examples": ["1x ± 20%"]
          }
        },
        "additionalProperties": false
      },
      "affinity": {
        "title": "affinity",
        "description": "Sends requests of several sessions and says whether each session stays with one worker, whose cache knows it. Example: `affinity: { sessions: 12 }`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "sessions": {
            "description": "How many sessions there are. Default: 12. Example: `sessions: 30`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 10000,
            "default": 12,
            "examples": [30]
          },
          "requests_per_session": {
            "description": "How many requests each sends, one after the other. Default: 10. Example: `requests_per_session: 20`.",
            "type": "integer",
            "minimum": 2,
            "maximum": 10000,
            "default": 10,
            "examples": [20]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: `cache_affinity`. Example: `strategy: cache_affinity`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "default": "cache_affinity",
            "examples": ["cache_affinity"]
          }
        },
        "additionalProperties": false
      },
      "affinity.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/affinity.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/affinity.metrics"
        }
      },
      "affinity.metrics": {
        "description": "What `affinity` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "affinity": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that went to the worker that got most of their session's. Example: `affinity: \">= 90%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 90%"]
          },
          "affinity.worst": {
            "$ref": "#/$defs/condition",
            "description": "The same of the session that was torn most. Example: `affinity.worst: \">= 60%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 60%"]
          },
          "sessions_moved": {
            "$ref": "#/$defs/condition",
            "description": "How many sessions were served by more than one worker. Example: `sessions_moved: <= 2`.",
            "x-dimension": "count",
            "examples": ["<= 2"]
          },
          "chance": {
            "$ref": "#/$defs/condition",
            "description": "The affinity that random choices would reach on average. Example: `chance: < 60%`.",
            "x-dimension": "percentage",
            "examples": ["< 60%"]
          },
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "requests": {
            "$ref": "#/$defs/condition",
            "description": "How many requests ended. Example: `requests: 300`.",
            "x-dimension": "count",
            "examples": [300]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no such answer. Example: `failed: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "retries": {
            "$ref": "#/$defs/condition",
            "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Requests that ended per second. Example: `throughput: \"> 100/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 100/s"]
          },
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the arrival of a request to the end of its answer, waiting included. Example: `latency.avg: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of these times. Example: `latency.p50: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of these times. Example: `latency.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of these times. Example: `latency.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `latency.max: < 5s`.",
            "x-dimension": "duration",
            "examples": ["< 5s"]
          },
          "imbalance": {
            "$ref": "#/$defs/condition",
            "description": "The largest share over the mean share; 1x is even. Example: `imbalance: < 1.2x`.",
            "x-dimension": "multiplier",
            "examples": ["< 1.2x"]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "strategy": {
            "$ref": "#/$defs/condition",
            "description": "By which rule the workers were chosen. Example: `strategy: hybrid`.",
            "x-dimension": "text",
            "examples": ["hybrid"]
          }
        },
        "patternProperties": {
          "^share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Judged with the interval that the sample allows. Example: `share.each: 33% ± 5%`.",
            "x-dimension": "percentage",
            "examples": ["33% ± 5%"]
          }
        },
        "additionalProperties": false
      },
      "balance": {
        "title": "balance",
        "description": "Sends a load through the built-in balancer and says how it was spread over the workers. Example: `balance: { requests: 300, concurrency: 15 }`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "requests": {
            "description": "How many requests are sent and counted. Default: 300. Example: `requests: 600`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 300,
            "examples": [600]
          },
          "concurrency": {
            "description": "How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [15]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "examples": ["round_robin"]
          },
          "warmup": {
            "description": "How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "default": 30,
            "examples": [60]
          }
        },
        "additionalProperties": false
      },
      "balance.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/balance.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/balance.metrics"
        }
      },
      "balance.metrics": {
        "description": "What `balance` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "requests": {
            "$ref": "#/$defs/condition",
            "description": "How many requests ended. Example: `requests: 300`.",
            "x-dimension": "count",
            "examples": [300]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no such answer. Example: `failed: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "retries": {
            "$ref": "#/$defs/condition",
            "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Requests that ended per second. Example: `throughput: \"> 100/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 100/s"]
          },
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the arrival of a request to the end of its answer, waiting included. Example: `latency.avg: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of these times. Example: `latency.p50: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of these times. Example: `latency.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of these times. Example: `latency.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `latency.max: < 5s`.",
            "x-dimension": "duration",
            "examples": ["< 5s"]
          },
          "queue_wait.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "queue_wait.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of these times. Example: `queue_wait.p95: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `queue_wait.max: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "fairness": {
            "$ref": "#/$defs/condition",
            "description": "The longest wait over the mean wait: large where some are passed over. No data where nobody waited. Example: `fairness: < 10x`.",
            "x-dimension": "multiplier",
            "examples": ["< 10x"]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "in_flight.max": {
            "$ref": "#/$defs/condition",
            "description": "The most requests that one worker had under way. Example: `in_flight.max: <= 5`.",
            "x-dimension": "count",
            "examples": ["<= 5"]
          },
          "imbalance": {
            "$ref": "#/$defs/condition",
            "description": "The largest share over the mean share; 1x is even. Example: `imbalance: < 1.2x`.",
            "x-dimension": "multiplier",
            "examples": ["< 1.2x"]
          },
          "optimality_gap": {
            "$ref": "#/$defs/condition",
            "description": "How much longer the whole load took than it had to: against the least time in which the workers' own service times allow it. Example: `optimality_gap: < 15%`.",
            "x-dimension": "percentage",
            "examples": ["< 15%"]
          },
          "service_time.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "first_token.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median time from the sending of a request to a worker to the first piece of its answer. Example: `first_token.p50: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "strategy": {
            "$ref": "#/$defs/condition",
            "description": "By which rule the workers were chosen. Example: `strategy: hybrid`.",
            "x-dimension": "text",
            "examples": ["hybrid"]
          }
        },
        "patternProperties": {
          "^share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Judged with the interval that the sample allows. Example: `share.each: 33% ± 5%`.",
            "x-dimension": "percentage",
            "examples": ["33% ± 5%"]
          },
          "^capacity_share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the cluster's capacity that a worker has: its slots over its mean service time. Example: `capacity_share.mac-studio-1: \"> 20%\"`.",
            "x-dimension": "percentage",
            "examples": ["> 20%"]
          },
          "^share_to_capacity\\..+": {
            "$ref": "#/$defs/condition",
            "description": "A worker's share of the load over its share of the capacity; `share_to_capacity.each` is that of every worker. Judged with the interval that the sample allows. Example: `share_to_capacity.each: 1x ± 20%`.",
            "x-dimension": "multiplier",
            "examples": ["1x ± 20%"]
          }
        },
        "additionalProperties": false
      },
      "batch": {
        "title": "batch",
        "description": "Sends a number of tasks that are all there from the start, and says when the last one is done. Example: `batch: { tasks: 500, workload: research-papers }`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "tasks": {
            "description": "How many tasks there are. Default: as many as the workload has, such as 100 documents × 5 prompts; 100 for one that has no end. Example: `tasks: 500`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "examples": [500]
          },
          "concurrency": {
            "description": "How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [15]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "stream": {
            "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
            "type": "boolean",
            "examples": [true]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "examples": ["round_robin"]
          },
          "warmup": {
            "description": "How many requests are sent first and not counted. Default: as many as `concurrency`. Example: `warmup: 15`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "examples": [15]
          }
        },
        "additionalProperties": false
      },
      "batch.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/batch.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/batch.metrics"
        }
      },
      "batch.metrics": {
        "description": "What `batch` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "makespan": {
            "$ref": "#/$defs/condition",
            "description": "Time from the start of the first task to the end of the last one. No data where the batch was stopped. Example: `makespan: < 7m`.",
            "x-dimension": "duration",
            "examples": ["< 7m"]
          },
          "tasks_per_minute": {
            "$ref": "#/$defs/condition",
            "description": "Good answers per minute of the makespan. No data where the batch was stopped. Example: `tasks_per_minute: \">= 71\"`.",
            "x-dimension": "count",
            "examples": [">= 71"]
          },
          "tasks": {
            "$ref": "#/$defs/condition",
            "description": "How many tasks ended. Example: `tasks: 500`.",
            "x-dimension": "count",
            "examples": [500]
          },
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no such answer. Example: `failed: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "retries": {
            "$ref": "#/$defs/condition",
            "description": "How often a task was sent again to another worker. Example: `retries: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Good answers per second. Example: `throughput: \"> 1/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 1/s"]
          },
          "tokens_per_second.output": {
            "$ref": "#/$defs/condition",
            "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 500/s"]
          },
          "tokens_per_second.input": {
            "$ref": "#/$defs/condition",
            "description": "Tokens that they read per second. Example: `tokens_per_second.input: \"> 1000/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 1000/s"]
          },
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the intended start of a request to the end of its answer, waiting included. Example: `latency.avg: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p50: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p90: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p95: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99.9: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.max: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "ttft.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p50: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "ttft.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "queue_wait.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p95: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "service_time.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "service_time.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "tail": {
            "$ref": "#/$defs/condition",
            "description": "Part of the makespan that passed after the first slot had got free for which no task was left: from there on ever more slots idle. Example: `tail: < 10%`.",
            "x-dimension": "percentage",
            "examples": ["< 10%"]
          },
          "optimality_gap": {
            "$ref": "#/$defs/condition",
            "description": "How much longer the whole batch took than it had to: against the least time in which the workers' own service times allow it. No data where a task failed. Example: `optimality_gap: < 15%`.",
            "x-dimension": "percentage",
            "examples": ["< 15%"]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "imbalance": {
            "$ref": "#/$defs/condition",
            "description": "The largest share over the mean share; 1x is even. Example: `imbalance: < 1.2x`.",
            "x-dimension": "multiplier",
            "examples": ["< 1.2x"]
          },
          "strategy": {
            "$ref": "#/$defs/condition",
            "description": "By which rule the workers were chosen. Example: `strategy: hybrid`.",
            "x-dimension": "text",
            "examples": ["hybrid"]
          }
        },
        "patternProperties": {
          "^share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Judged with the interval that the sample allows. Example: `share.each: 33% ± 5%`.",
            "x-dimension": "percentage",
            "examples": ["33% ± 5%"]
          },
          "^capacity_share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the cluster's capacity that a worker has: its slots over its mean service time. Example: `capacity_share.mac-studio-1: \"> 20%\"`.",
            "x-dimension": "percentage",
            "examples": ["> 20%"]
          },
          "^share_to_capacity\\..+": {
            "$ref": "#/$defs/condition",
            "description": "A worker's share of the load over its share of the capacity; `share_to_capacity.each` is that of every worker. Judged with the interval that the sample allows. Example: `share_to_capacity.each: 1x ± 20%`.",
            "x-dimension": "multiplier",
            "examples": ["1x ± 20%"]
          }
        },
        "additionalProperties": false
      },
      "benchmark": {
        "title": "benchmark",
        "description": "Measures throughput and latency at one or more levels of concurrency, against a baseline where one is given, in turns. Example: `benchmark: { concurrency: [5, 15], compare: { baseline: first, candidate: all } }`.",
        "x-scope": "cluster",
        "x-labels": {
          "concurrency": "integer",
          "workers": "integer",
          "load": "percentage"
        },
        "type": ["object", "null"],
        "properties": {
          "requests": {
            "description": "How many requests are sent and counted at each level, by each side, in each repetition. Default: 100. Example: `requests: 300`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 100,
            "examples": [300]
          },
          "concurrency": {
            "description": "How many requests are under way at any time, waiting ones included: one level or a list. Default: 1, 2, the slots of one worker, and all slots. Example: `concurrency: [5, 15]`.",
            "anyOf": [
              {
                "type": "integer",
                "minimum": 1,
                "maximum": 100000
              },
              {
                "type": "array",
                "items": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 100000
                },
                "minItems": 1,
                "maxItems": 50,
                "uniqueItems": true
              }
            ],
            "x-expected": "a whole number from 1 to 100000, or a list of such",
            "examples": [[1, 5, 10, 20, 50, 100], 15]
          },
          "workers": {
            "description": "Measures the first so many of the selected workers: one number or a list. Without `concurrency`, each number runs at all slots of its workers. Default: all selected workers. Example: `workers: [1, 3, 5]`.",
            "anyOf": [
              {
                "type": "integer",
                "minimum": 1,
                "maximum": 1000
              },
              {
                "type": "array",
                "items": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 1000
                },
                "minItems": 1,
                "maxItems": 50,
                "uniqueItems": true
              }
            ],
            "x-expected": "a whole number from 1 to 1000, or a list of such",
            "examples": [[1, 2, 3, 5, 10]]
          },
          "repetitions": {
            "description": "How often each level is measured at least; the sides take turns (A B B A). Below 3 nothing is known of the spread, and values are judged as they are. Default: 3. Example: `repetitions: 5`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100,
            "default": 3,
            "examples": [5]
          },
          "max_repetitions": {
            "description": "How often it is measured at most: a level is repeated until its conditions are decided. Default: 10, or `repetitions` where that is more. Example: `max_repetitions: 20`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 200,
            "examples": [20]
          },
          "confidence": {
            "description": "How sure an interval must be, all looks at it taken together, as a percentage. Default: `99%`. Example: `confidence: 95%`.",
            "type": "string",
            "pattern": "^(?:5\\d|[6-9]\\d)(\\.\\d{1,3})?\\s?%$",
            "x-expected": "a percentage from 50% to below 100%, such as \"95%\"",
            "default": "99%",
            "examples": ["95%"]
          },
          "compare": {
            "description": "Whom the speedup compares, at the same concurrency. Default: nobody; with `workers`, the smallest number is the baseline. Example: `compare: { baseline: first, candidate: all }`.",
            "type": "object",
            "additionalProperties": false,
            "required": ["baseline"],
            "properties": {
              "baseline": {
                "description": "The workers of the baseline: `first`, `all`, or a list of ids. Example: `baseline: [mac-studio-1]`.",
                "anyOf": [
                  {
                    "type": "string",
                    "enum": ["first", "all"]
                  },
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "minLength": 1
                    },
                    "minItems": 1
                  }
                ],
                "x-expected": "`first`, `all` or a list of worker ids",
                "examples": [["mac-studio-1"], "first"]
              },
              "candidate": {
                "description": "The workers of the candidate. Default: `all` that are selected. Example: `candidate: all`.",
                "anyOf": [
                  {
                    "type": "string",
                    "enum": ["first", "all"]
                  },
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "minLength": 1
                    },
                    "minItems": 1
                  }
                ],
                "x-expected": "`first`, `all` or a list of worker ids",
                "default": "all",
                "examples": ["all"]
              },
              "baseline_concurrency": {
                "description": "Requests under way at the baseline: `same` as at the candidate, `slots` of its own workers, or a number. A batching server can beat itself alone 2.5 times by concurrency only. Default: `same`. Example: `baseline_concurrency: slots`.",
                "anyOf": [
                  {
                    "type": "string",
                    "enum": ["same", "slots"]
                  },
                  {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 100000
                  }
                ],
                "x-expected": "`same`, `slots` or a whole number",
                "default": "same",
                "examples": ["slots", 1]
              }
            },
            "examples": [
              {
                "baseline": "first",
                "candidate": "all"
              }
            ]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "stream": {
            "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
            "type": "boolean",
            "examples": [true]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "examples": ["round_robin"]
          },
          "warmup": {
            "description": "How many requests each side is sent before the first counted one of a level. Default: as many as the level's concurrency. Example: `warmup: 60`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "examples": [60]
          },
          "slo": {
            "description": "The times that make a request a good one, for `goodput` and `capacity`. Default: none. Example: `slo: { latency: 1s, ttft: 300ms }`.",
            "type": "object",
            "additionalProperties": false,
            "minProperties": 1,
            "properties": {
              "latency": {
                "description": "Longest latency of a good request. Example: `latency: 1s`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"1s\"",
                "examples": ["1s"]
              },
              "ttft": {
                "description": "Longest time to its first token. Example: `ttft: 300ms`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"300ms\"",
                "examples": ["300ms"]
              },
              "tpot": {
                "description": "Longest mean time per token after the first. Example: `tpot: 50ms`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"50ms\"",
                "examples": ["50ms"]
              },
              "share": {
                "description": "Which share of the requests must be good for the SLO to be kept, as a percentage. Default: `99%`. Example: `share: 95%`.",
                "type": "string",
                "pattern": "^\\d{1,3}(\\.\\d+)?\\s?%$",
                "x-expected": "a percentage such as \"99%\"",
                "default": "99%",
                "examples": ["95%"]
              }
            },
            "examples": [
              {
                "latency": "1s",
                "ttft": "300ms"
              }
            ]
          },
          "open_loop": {
            "description": "Answers each level by an open loop at these parts of its measured throughput: requests then start when they are due, whatever the answers do. Default: none. Example: `open_loop: [70%, 90%, 100%]`.",
            "type": "array",
            "items": {
              "type": "string",
              "pattern": "^\\d{1,3}(\\.\\d+)?\\s?%$",
              "x-expected": "a percentage such as \"90%\""
            },
            "minItems": 1,
            "maxItems": 10,
            "uniqueItems": true,
            "examples": [["70%", "90%", "100%"]]
          },
          "find": {
            "description": "What to search for beyond the levels: `capacity`, the highest arrival rate that keeps `slo`. The best concurrency (`optimal_concurrency`) is found among the levels without asking. Default: nothing. Example: `find: capacity`.",
            "type": "string",
            "enum": ["capacity", "optimal_concurrency"],
            "examples": ["capacity"]
          },
          "knee": {
            "description": "How far below the best throughput the optimal concurrency may stay, as a percentage. Default: `5%`. Example: `knee: 10%`.",
            "type": "string",
            "pattern": "^\\d{1,2}(\\.\\d+)?\\s?%$",
            "x-expected": "a percentage such as \"5%\"",
            "default": "5%",
            "examples": ["10%"]
          }
        },
        "additionalProperties": false
      },
      "benchmark.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/benchmark.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/benchmark.metrics"
        }
      },
      "benchmark.metrics": {
        "description": "What `benchmark` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API. Example: `success_rate: \">= 95%\"`.",
            "x-dimension": "percentage",
            "x-better": "higher",
            "examples": [">= 95%"]
          },
          "requests": {
            "$ref": "#/$defs/condition",
            "description": "How many requests ended, over all repetitions. Example: `requests: \">= 300\"`.",
            "x-dimension": "count",
            "examples": [">= 300"]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no such answer. Example: `failed: < 5`.",
            "x-dimension": "count",
            "examples": ["< 5"]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Good answers per second: the mean over the repetitions, judged with its interval. Example: `throughput: \"> 25/s\"`.",
            "x-dimension": "rate",
            "x-better": "higher",
            "examples": ["> 25/s"]
          },
          "tokens_per_second.output": {
            "$ref": "#/$defs/condition",
            "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
            "x-dimension": "rate",
            "x-better": "higher",
            "examples": ["> 500/s"]
          },
          "tokens_per_second.input": {
            "$ref": "#/$defs/condition",
            "description": "Tokens that they read per second. Example: `tokens_per_second.input: \"> 1000/s\"`.",
            "x-dimension": "rate",
            "x-better": "higher",
            "examples": ["> 1000/s"]
          },
          "goodput": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests inside every bound of `slo`. Example: `goodput: \">= 99%\"`.",
            "x-dimension": "percentage",
            "x-better": "higher",
            "examples": [">= 99%"]
          },
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the intended start of a request to the end of its answer, waiting included. Example: `latency.avg: < 1s`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 1s"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p50: < 1s`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 1s"]
          },
          "latency.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p90: < 1s`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 1s"]
          },
          "latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p95: < 1s`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 1s"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99: < 1s`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 1s"]
          },
          "latency.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99.9: < 1s`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 1s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.max: < 1s`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 1s"]
          },
          "ttft.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time to the first token, waiting included; of streamed answers alone. Example: `ttft.avg: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "ttft.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p50: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "ttft.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p90: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "ttft.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p95: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "ttft.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p99: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "ttft.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p99.9: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "ttft.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.max: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "itl.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time between one token and the next; of streamed answers alone. Example: `itl.avg: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "itl.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p50: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "itl.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p90: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "itl.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p95: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "itl.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p99: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "itl.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p99.9: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "itl.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.max: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "tpot.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time per token after the first, each request a value; of streamed answers alone. Example: `tpot.avg: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "tpot.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p50: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "tpot.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p90: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "tpot.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p95: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "tpot.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p99: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "tpot.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p99.9: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "tpot.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.max: < 50ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 50ms"]
          },
          "queue_wait.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 100ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 100ms"]
          },
          "queue_wait.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p50: < 100ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 100ms"]
          },
          "queue_wait.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p90: < 100ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 100ms"]
          },
          "queue_wait.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p95: < 100ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 100ms"]
          },
          "queue_wait.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p99: < 100ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 100ms"]
          },
          "queue_wait.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p99.9: < 100ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 100ms"]
          },
          "queue_wait.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.max: < 100ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 100ms"]
          },
          "service_time.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "service_time.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p50: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "service_time.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p90: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "service_time.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p95: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "service_time.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p99: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "service_time.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p99.9: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "service_time.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.max: < 500ms`.",
            "x-dimension": "duration",
            "x-better": "lower",
            "examples": ["< 500ms"]
          },
          "retries": {
            "$ref": "#/$defs/condition",
            "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
            "x-dimension": "count",
            "examples": ["0"]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": ["0"]
          },
          "in_flight.max": {
            "$ref": "#/$defs/condition",
            "description": "The most requests that were under way at once. Example: `in_flight.max: <= 15`.",
            "x-dimension": "count",
            "examples": ["<= 15"]
          },
          "connections": {
            "$ref": "#/$defs/condition",
            "description": "The most requests that the workers had under way at once, each on a connection of its own. Example: `connections: <= 15`.",
            "x-dimension": "count",
            "examples": ["<= 15"]
          },
          "speedup": {
            "$ref": "#/$defs/condition",
            "description": "Throughput of the candidate over that of the baseline: the geometric mean over the repetitions, judged with its interval. Example: `speedup: \">= 2.5x\"`.",
            "x-dimension": "multiplier",
            "x-better": "higher",
            "examples": [">= 2.5x"]
          },
          "scaling_efficiency": {
            "$ref": "#/$defs/condition",
            "description": "The speedup over how many times as many slots could be in use: `100%` is linear scaling. Example: `scaling_efficiency: \">= 80%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 80%"]
          },
          "baseline.throughput": {
            "$ref": "#/$defs/condition",
            "description": "Throughput of the baseline. Example: `baseline.throughput: \"> 8/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 8/s"]
          },
          "baseline.success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests to the baseline that got a whole answer. Example: `baseline.success_rate: \">= 95%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 95%"]
          },
          "baseline.latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean of the `latency` of the baseline. Example: `baseline.latency.avg: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "baseline.latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of the `latency` of the baseline. Example: `baseline.latency.p50: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "baseline.latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of the `latency` of the baseline. Example: `baseline.latency.p95: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "baseline.latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of the `latency` of the baseline. Example: `baseline.latency.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency_ratio": {
            "$ref": "#/$defs/condition",
            "description": "Mean latency of the candidate over that of the baseline. Example: `latency_ratio: < 3x`.",
            "x-dimension": "multiplier",
            "examples": ["< 3x"]
          },
          "loss": {
            "$ref": "#/$defs/condition",
            "description": "What is missing of the ideal speedup. Example: `loss: < 20%`.",
            "x-dimension": "percentage",
            "examples": ["< 20%"]
          },
          "loss.workers": {
            "$ref": "#/$defs/condition",
            "description": "The part of it that is due to workers that take longer for a request than the baseline does. Example: `loss.workers: < 10%`.",
            "x-dimension": "percentage",
            "examples": ["< 10%"]
          },
          "loss.queueing": {
            "$ref": "#/$defs/condition",
            "description": "The part due to waiting inside the workers, before the first token; of streamed answers alone. Example: `loss.queueing: < 10%`.",
            "x-dimension": "percentage",
            "examples": ["< 10%"]
          },
          "loss.network": {
            "$ref": "#/$defs/condition",
            "description": "The part due to a longer way to the workers: the time of a TCP connect beside the load. Example: `loss.network: < 5%`.",
            "x-dimension": "percentage",
            "examples": ["< 5%"]
          },
          "loss.balancer": {
            "$ref": "#/$defs/condition",
            "description": "The part due to slots that were free while requests waited for them. Example: `loss.balancer: < 5%`.",
            "x-dimension": "percentage",
            "examples": ["< 5%"]
          },
          "loss.tail": {
            "$ref": "#/$defs/condition",
            "description": "The part due to the end of the run, when slots are free because no requests are left; more `requests` make it smaller. Example: `loss.tail: < 10%`.",
            "x-dimension": "percentage",
            "examples": ["< 10%"]
          },
          "loss.client": {
            "$ref": "#/$defs/condition",
            "description": "The part due to the load generator, which had fewer requests under way than asked for. Example: `loss.client: < 5%`.",
            "x-dimension": "percentage",
            "examples": ["< 5%"]
          },
          "loss.failures": {
            "$ref": "#/$defs/condition",
            "description": "The part due to requests that failed, and to those sent again. Example: `loss.failures: 0%`.",
            "x-dimension": "percentage",
            "examples": ["0%"]
          },
          "optimal_concurrency": {
            "$ref": "#/$defs/condition",
            "description": "The smallest concurrency within `knee` of the best throughput. Example: `optimal_concurrency: <= 15`.",
            "x-dimension": "count",
            "examples": ["<= 15"]
          },
          "optimal_to_slots": {
            "$ref": "#/$defs/condition",
            "description": "That concurrency over all slots of the workers (workers × `max_concurrent_requests`). Example: `optimal_to_slots: 1x ± 30%`.",
            "x-dimension": "multiplier",
            "examples": ["1x ± 30%"]
          },
          "capacity": {
            "$ref": "#/$defs/condition",
            "description": "The highest arrival rate at which the SLO was kept; with `find: capacity`. Example: `capacity: \"> 20/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 20/s"]
          },
          "open_loop.throughput": {
            "$ref": "#/$defs/condition",
            "description": "Good answers per second of the open loop. Example: `open_loop.throughput: \"> 20/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 20/s"]
          },
          "open_loop.success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of its requests that got a whole answer. Example: `open_loop.success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "open_loop.goodput": {
            "$ref": "#/$defs/condition",
            "description": "Share of its requests inside every bound of `slo`. Example: `open_loop.goodput: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "open_loop.latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p50: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          },
          "open_loop.latency.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p90: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          },
          "open_loop.latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p95: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          },
          "open_loop.latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p99: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          },
          "open_loop.latency.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p99.9: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          },
          "open_loop.latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.max: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          },
          "open_loop.ttft.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of the `ttft` in the open loop, from the intended start. Example: `open_loop.ttft.p50: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "open_loop.ttft.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of the `ttft` in the open loop, from the intended start. Example: `open_loop.ttft.p95: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "open_loop.ttft.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of the `ttft` in the open loop, from the intended start. Example: `open_loop.ttft.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "at": {
            "description": "The level that the metrics beside it are about. Default: every level. Example: `at: { concurrency: 15 }`.",
            "type": "object",
            "x-noun": "label",
            "minProperties": 1,
            "properties": {
              "concurrency": {
                "description": "At which `concurrency`. Example: `concurrency: 15`.",
                "type": "integer",
                "examples": [15]
              },
              "workers": {
                "description": "At which `workers`. Example: `workers: 15`.",
                "type": "integer",
                "examples": [15]
              },
              "load": {
                "description": "At which `load`. Example: `load: 90%`.",
                "type": "string",
                "pattern": "^\\d{1,3}(\\.\\d+)?\\s?%$",
                "x-expected": "a percentage such as \"90%\"",
                "examples": ["90%"]
              }
            },
            "additionalProperties": false,
            "examples": [
              {
                "concurrency": 15
              }
            ]
          },
          "regression": {
            "description": "How much worse a metric may be than in the baseline that `clustergate baseline save` wrote: at every level, or at that of `at`. Default: it is not compared. Example: `regression: { metric: throughput, within: 5% }`.",
            "type": "object",
            "additionalProperties": false,
            "required": ["metric", "within"],
            "properties": {
              "metric": {
                "description": "Which metric: one that gets better or worse, as throughput and latencies do. Required. Example: `metric: latency.p95`.",
                "type": "string",
                "enum": [
                  "success_rate",
                  "throughput",
                  "tokens_per_second.output",
                  "tokens_per_second.input",
                  "goodput",
                  "latency.avg",
                  "latency.p50",
                  "latency.p90",
                  "latency.p95",
                  "latency.p99",
                  "latency.p99.9",
                  "latency.max",
                  "ttft.avg",
                  "ttft.p50",
                  "ttft.p90",
                  "ttft.p95",
                  "ttft.p99",
                  "ttft.p99.9",
                  "ttft.max",
                  "itl.avg",
                  "itl.p50",
                  "itl.p90",
                  "itl.p95",
                  "itl.p99",
                  "itl.p99.9",
                  "itl.max",
                  "tpot.avg",
                  "tpot.p50",
                  "tpot.p90",
                  "tpot.p95",
                  "tpot.p99",
                  "tpot.p99.9",
                  "tpot.max",
                  "queue_wait.avg",
                  "queue_wait.p50",
                  "queue_wait.p90",
                  "queue_wait.p95",
                  "queue_wait.p99",
                  "queue_wait.p99.9",
                  "queue_wait.max",
                  "service_time.avg",
                  "service_time.p50",
                  "service_time.p90",
                  "service_time.p95",
                  "service_time.p99",
                  "service_time.p99.9",
                  "service_time.max",
                  "speedup"
                ],
                "examples": ["throughput"]
              },
              "within": {
                "description": "How much worse it may be, in percent of the baseline: above 0% and below 100%. Required. Example: `within: 5%`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])\\d{1,2}(\\.\\d{1,3})?\\s?%$",
                "x-expected": "a percentage above 0% and below 100%, such as \"5%\"",
                "examples": ["5%"]
              },
              "confidence": {
                "description": "How sure the verdict must be, all looks at the repetitions taken together, as a percentage. Default: `99%`. Example: `confidence: 95%`.",
                "type": "string",
                "pattern": "^(?:5\\d|[6-9]\\d)(\\.\\d{1,3})?\\s?%$",
                "x-expected": "a percentage from 50% to below 100%, such as \"95%\"",
                "default": "99%",
                "examples": ["95%"]
              }
            },
            "examples": [
              {
                "metric": "throughput",
                "within": "5%"
              }
            ]
          }
        },
        "patternProperties": {
          "^share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Example: `share.each: 33% ± 5%`.",
            "x-dimension": "percentage",
            "examples": ["33% ± 5%"]
          }
        },
        "additionalProperties": false
      },
      "command": {
        "title": "command",
        "description": "Runs a program on this machine and holds its exit code and output against conditions. Needs `allow_commands: true` in the cluster file. Example: `command: { run: [./check-switch.sh, port-3] }`.",
        "x-scope": "cluster",
        "type": "object",
        "properties": {
          "run": {
            "description": "The program and its arguments, as a list; or one line for the shell where `shell: true`. Required. Example: `run: [sysctl, -n, net.core.somaxconn]`.",
            "type": ["array", "string"],
            "items": {
              "description": "The program, or one argument, as text. Example: `-n`.",
              "type": "string"
            },
            "minItems": 1,
            "minLength": 1,
            "examples": [["sysctl", "-n", "net.core.somaxconn"]],
            "x-expected": "a list of texts, the program first, such as [\"sysctl\", \"-n\", \"net.core.somaxconn\"]"
          },
          "shell": {
            "description": "Whether `run` is one line for the system's shell, with pipes and variables. Default: `false`. Example: `shell: true`.",
            "type": "boolean",
            "default": false,
            "examples": [true]
          },
          "cwd": {
            "description": "The folder to run in, relative to the project's root. Default: the project's root. Example: `cwd: scripts`.",
            "type": "string",
            "minLength": 1,
            "examples": ["scripts"]
          },
          "env": {
            "description": "Environment variables to add to those of this process. Their values are treated as secrets and never reported. Default: none. Example: `env: { LANG: C }`.",
            "type": "object",
            "additionalProperties": {
              "description": "The value of this variable, as text; `${NAME}` takes it from this process. Secret: never reported. Example: `C`.",
              "type": "string",
              "x-secret": true
            },
            "default": {},
            "examples": [
              {
                "LANG": "C"
              }
            ]
          },
          "timeout": {
            "description": "How long the program may run before it is stopped, as a duration with a unit. Default: `10s`. Example: `timeout: 1m`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"1m\"",
            "default": "10s",
            "examples": ["1m"]
          }
        },
        "required": ["run"],
        "if": {
          "properties": {
            "shell": {
              "const": true
            }
          },
          "required": ["shell"]
        },
        "then": {
          "properties": {
            "run": {
              "type": "string",
              "x-expected": "one line of text, because of `shell: true`"
            }
          }
        },
        "else": {
          "properties": {
            "run": {
              "type": "array",
              "x-expected": "a list of texts, the program first, such as [\"sysctl\", \"-n\", \"net.core.somaxconn\"] (one line of text needs `shell: true`)"
            }
          }
        },
        "additionalProperties": false
      },
      "command.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/command.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/command.metrics"
        }
      },
      "command.metrics": {
        "description": "What `command` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "exit_code": {
            "$ref": "#/$defs/condition",
            "description": "The exit code of the program. Example: `exit_code: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "stdout": {
            "$ref": "#/$defs/condition",
            "description": "What the program wrote to its standard output, without the last line break. Example: `stdout: contains ready`.",
            "x-dimension": "text",
            "examples": ["contains ready"]
          },
          "stderr": {
            "$ref": "#/$defs/condition",
            "description": "What the program wrote to its standard error, without the last line break. Example: `stderr: /^$/`.",
            "x-dimension": "text",
            "examples": ["/^$/"]
          },
          "time": {
            "$ref": "#/$defs/condition",
            "description": "How long the program ran. Example: `time: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "timed_out": {
            "$ref": "#/$defs/condition",
            "description": "Whether the program was stopped by the timeout. Example: `timed_out: false`.",
            "x-dimension": "boolean",
            "examples": [false]
          },
          "signal": {
            "$ref": "#/$defs/condition",
            "description": "The signal that ended the program, where one did. Example: `signal: SIGTERM`.",
            "x-dimension": "text",
            "examples": ["SIGTERM"]
          }
        },
        "patternProperties": {
          "^json\\..+": {
            "$ref": "#/$defs/condition",
            "description": "A value of the standard output read as JSON, by its path. Example: `json.links[0].state: up`.",
            "x-dimension": "any",
            "examples": ["up"]
          }
        },
        "additionalProperties": false
      },
      "dns": {
        "title": "dns",
        "description": "Resolves a name (the worker's host, if none is given) and says what came back and how long it took. Example: `dns: { record: AAAA }`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "name": {
            "description": "The name to resolve. Default: the worker's host. Example: `name: mac-studio-1.local`.",
            "type": "string",
            "minLength": 1,
            "examples": ["mac-studio-1.local"]
          },
          "record": {
            "description": "What to ask for: `lookup` resolves like every program on this machine (hosts file, mDNS, DNS); the others ask a DNS server for records of that type. Default: `lookup`. Example: `record: SRV`.",
            "type": "string",
            "enum": ["lookup", "A", "AAAA", "CNAME", "MX", "TXT", "SRV", "NS", "PTR"],
            "default": "lookup",
            "examples": ["AAAA"]
          },
          "server": {
            "description": "The DNS server to ask: an IP address, with a port where it is not 53. Not for `record: lookup`. Default: the servers of this machine. Example: `server: 10.247.162.1`.",
            "type": "string",
            "minLength": 1,
            "examples": ["10.247.162.1"]
          },
          "timeout": {
            "description": "How long to wait for the answer, as a duration with a unit. Default: `5s`. Example: `timeout: 1s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"1s\"",
            "default": "5s",
            "examples": ["1s"]
          }
        },
        "additionalProperties": false
      },
      "dns.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/dns.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/dns.metrics"
        }
      },
      "dns.metrics": {
        "description": "What `dns` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "resolves": {
            "$ref": "#/$defs/condition",
            "description": "Whether the name resolved to at least one record. Example: `resolves: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "addresses": {
            "$ref": "#/$defs/condition",
            "description": "The IP addresses that came back. Example: `addresses: contains 192.168.1.105`.",
            "x-dimension": "list",
            "examples": ["contains 192.168.1.105"]
          },
          "records": {
            "$ref": "#/$defs/condition",
            "description": "The records that came back, one text each. Example: `records: contains v=spf1`.",
            "x-dimension": "list",
            "examples": ["contains mac-studio-1.local"]
          },
          "count": {
            "$ref": "#/$defs/condition",
            "description": "How many records came back. Example: `count: 1`.",
            "x-dimension": "count",
            "examples": [1, ">= 1"]
          },
          "time": {
            "$ref": "#/$defs/condition",
            "description": "Time until the answer. Example: `time: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "error": {
            "$ref": "#/$defs/condition",
            "description": "The resolver's own code where the name did not resolve. Example: `error: ENOTFOUND`.",
            "x-dimension": "text",
            "examples": ["ENOTFOUND"]
          }
        },
        "additionalProperties": false
      },
      "failover": {
        "title": "failover",
        "description": "Takes a worker out in the middle of a load and brings it back, and says what was lost and how long the balancer took to notice. Example: `failover: { requests: 1000, worker: mac-studio-3 }`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "requests": {
            "description": "How many requests are sent and counted. Default: 1000. Example: `requests: 300`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 1000,
            "examples": [300]
          },
          "concurrency": {
            "description": "How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [15]
          },
          "worker": {
            "description": "The id of the worker that it happens to. Default: the last of the selected ones. Example: `worker: mac-studio-3`.",
            "type": "string",
            "minLength": 1,
            "examples": ["mac-studio-3"]
          },
          "by": {
            "description": "How it is taken out: `drain` by the operator, in the balancer; `death` kills it, with all that is under way there, and `hang` makes it silent: both of simulated workers only. Default: `death` of a simulated worker, `drain` of others. Example: `by: drain`.",
            "type": "string",
            "enum": ["drain", "death", "hang"],
            "examples": ["drain"]
          },
          "at": {
            "description": "After which share of the requests it is taken out. Default: `30%`. Example: `at: 50%`.",
            "type": ["string", "number"],
            "pattern": "^(\\d{1,2}(\\.\\d+)?|100)\\s?%$",
            "minimum": 0,
            "maximum": 1,
            "x-expected": "a percentage from 0% to 100%, or a number from 0 to 1",
            "default": "30%",
            "examples": ["50%"]
          },
          "back_after": {
            "description": "After what time it is brought back, as a duration with a unit. Default: `1s`. Example: `back_after: 5s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"5s\"",
            "default": "1s",
            "examples": ["5s"]
          },
          "timeout": {
            "description": "How long one request may take, as a duration with a unit; what a silent worker has swallowed waits that long. Default: `20s`. Example: `timeout: 60s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"60s\"",
            "default": "20s",
            "examples": ["60s"]
          },
          "return_within": {
            "description": "How long to wait for it to serve again, as a duration with a unit. Default: `10s`. Example: `return_within: 30s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"30s\"",
            "default": "10s",
            "examples": ["30s"]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "examples": ["round_robin"]
          },
          "warmup": {
            "description": "How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "default": 30,
            "examples": [60]
          }
        },
        "additionalProperties": false
      },
      "failover.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/failover.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/failover.metrics"
        }
      },
      "failover.metrics": {
        "description": "What `failover` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "lost": {
            "$ref": "#/$defs/condition",
            "description": "How many requests got no whole answer. Example: `lost: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "requests": {
            "$ref": "#/$defs/condition",
            "description": "How many requests ended. Example: `requests: 300`.",
            "x-dimension": "count",
            "examples": [300]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no such answer. Example: `failed: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "retries": {
            "$ref": "#/$defs/condition",
            "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Requests that ended per second. Example: `throughput: \"> 100/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 100/s"]
          },
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the arrival of a request to the end of its answer, waiting included. Example: `latency.avg: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of these times. Example: `latency.p50: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of these times. Example: `latency.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of these times. Example: `latency.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `latency.max: < 5s`.",
            "x-dimension": "duration",
            "examples": ["< 5s"]
          },
          "time_to_eject": {
            "$ref": "#/$defs/condition",
            "description": "From the moment when the worker was taken out until the balancer sent it no further requests. Example: `time_to_eject: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "time_to_return": {
            "$ref": "#/$defs/condition",
            "description": "From the moment when the worker was back until it served a request again. Example: `time_to_return: < 5s`.",
            "x-dimension": "duration",
            "examples": ["< 5s"]
          },
          "sent_meanwhile": {
            "$ref": "#/$defs/condition",
            "description": "How many requests were sent to the worker while it was out: each of them had to be sent again. Example: `sent_meanwhile: <= 10`.",
            "x-dimension": "count",
            "examples": ["<= 10"]
          },
          "throughput.meanwhile": {
            "$ref": "#/$defs/condition",
            "description": "Requests that ended per second while the worker was out. Example: `throughput.meanwhile: \"> 50/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 50/s"]
          },
          "share.after_return": {
            "$ref": "#/$defs/condition",
            "description": "Share of the load that the worker serves once it has all of its slots again. Example: `share.after_return: \"> 20%\"`.",
            "x-dimension": "percentage",
            "examples": ["> 20%"]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "worker": {
            "$ref": "#/$defs/condition",
            "description": "Which worker was taken out. Example: `worker: mac-studio-3`.",
            "x-dimension": "text",
            "examples": ["mac-studio-3"]
          },
          "by": {
            "$ref": "#/$defs/condition",
            "description": "How the worker was taken out. Example: `by: death`.",
            "x-dimension": "text",
            "examples": ["death"]
          },
          "ejected_because": {
            "$ref": "#/$defs/condition",
            "description": "Why the balancer sent it nothing further, in its own words. Example: `ejected_because: /failures in a row/`.",
            "x-dimension": "text",
            "examples": ["/failures in a row/"]
          }
        },
        "additionalProperties": false
      },
      "http": {
        "title": "http",
        "description": "Sends one HTTP request to the worker, or to any URL, and holds the answer, its certificate and its times against conditions. Example: `http: { path: /v1/models }`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "url": {
            "description": "An absolute URL, where the request does not go to the worker. Excludes `path`. Default: the worker. Example: `url: https://gateway.lan/health`.",
            "type": "string",
            "pattern": "^https?://[^\\s]+$",
            "x-expected": "an absolute URL such as \"https://gateway.lan/health\"",
            "examples": ["https://gateway.lan/health"]
          },
          "path": {
            "description": "The path on the worker, put after its `base_path`, with the query where there is one. Excludes `url`. Default: `/`. Example: `path: /v1/models`.",
            "type": "string",
            "pattern": "^/",
            "x-expected": "a path that starts with a slash, such as \"/v1/models\"",
            "default": "/",
            "examples": ["/v1/models"]
          },
          "method": {
            "description": "The HTTP method. Default: `GET`. Example: `method: POST`.",
            "type": "string",
            "enum": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
            "default": "GET",
            "examples": ["POST"]
          },
          "headers": {
            "description": "Headers to send beside the worker's own authorization. Their values are treated as secrets and never reported; name an environment variable rather than a key itself. Default: none. Example: `headers: { x-tenant: \"${TENANT}\" }`.",
            "type": "object",
            "additionalProperties": {
              "description": "The value of this header. Secret: never reported. Example: `${TENANT}`.",
              "type": "string",
              "x-secret": true
            },
            "default": {},
            "examples": [
              {
                "x-tenant": "${TENANT}"
              }
            ]
          },
          "body": {
            "description": "The body to send, as text. Excludes `json`. Default: none. Example: `body: ping`.",
            "type": "string",
            "examples": ["ping"]
          },
          "json": {
            "description": "An object to send as the JSON body (sets `content-type`). Excludes `body`. Default: none. Example: `json: { model: mistral, prompt: hi }`.",
            "type": "object",
            "additionalProperties": true,
            "examples": [
              {
                "model": "mistral-7b-instruct-v0.2",
                "prompt": "hi",
                "max_tokens": 1
              }
            ]
          },
          "timeout": {
            "description": "How long the whole exchange may take, as a duration with a unit. Default: `10s`. Example: `timeout: 2s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"2s\"",
            "default": "10s",
            "examples": ["2s"]
          },
          "max_body_bytes": {
            "description": "How many bytes of the answer's body to read; the rest is not read. Default: 1048576 (1 MiB). Example: `max_body_bytes: 65536`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 67108864,
            "default": 1048576,
            "examples": [65536]
          }
        },
        "allOf": [
          {
            "not": {
              "type": "object",
              "required": ["url", "path"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["body", "json"]
            }
          }
        ],
        "additionalProperties": false
      },
      "http.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/http.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/http.metrics"
        }
      },
      "http.metrics": {
        "description": "What `http` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "status": {
            "$ref": "#/$defs/condition",
            "description": "The HTTP status code. Example: `status: 200`.",
            "x-dimension": "count",
            "examples": [200, "200..299", "!= 503"]
          },
          "ok": {
            "$ref": "#/$defs/condition",
            "description": "Whether the status is from 200 to 299. Example: `ok: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "state": {
            "$ref": "#/$defs/condition",
            "description": "How the exchange ended: `answered`, `refused`, `timed_out`, `unreachable`, `reset`, `dns`, `tls` or `protocol`. Example: `state: answered`.",
            "x-dimension": "text",
            "examples": ["answered"]
          },
          "body": {
            "$ref": "#/$defs/condition",
            "description": "The answer's body as text. Example: `body: contains \"ready\"`.",
            "x-dimension": "text",
            "examples": ["contains ready", "/\"status\":\\s*\"ok\"/"]
          },
          "body.size": {
            "$ref": "#/$defs/condition",
            "description": "Bytes of the answer's body. Example: `body.size: < 64KiB`.",
            "x-dimension": "bytes",
            "examples": ["< 64KiB"]
          },
          "certificate.days_left": {
            "$ref": "#/$defs/condition",
            "description": "Days until the server's certificate expires. Example: `certificate.days_left: \">= 14\"`.",
            "x-dimension": "count",
            "examples": [">= 14"]
          },
          "certificate.valid": {
            "$ref": "#/$defs/condition",
            "description": "Whether the certificate is trusted, in its time and issued for this host. Example: `certificate.valid: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "certificate.issuer": {
            "$ref": "#/$defs/condition",
            "description": "Who issued the certificate. Example: `certificate.issuer: contains Let's Encrypt`.",
            "x-dimension": "text",
            "examples": ["contains Let's Encrypt"]
          },
          "http_version": {
            "$ref": "#/$defs/condition",
            "description": "The version of HTTP that was spoken. Example: `http_version: \"1.1\"`.",
            "x-dimension": "text",
            "examples": ["1.1"]
          },
          "address": {
            "$ref": "#/$defs/condition",
            "description": "The IP address that answered. Example: `address: 192.168.1.105`.",
            "x-dimension": "text",
            "examples": ["192.168.1.105"]
          },
          "time.dns": {
            "$ref": "#/$defs/condition",
            "description": "Time to resolve the name. Example: `time.dns: < 20ms`.",
            "x-dimension": "duration",
            "examples": ["< 20ms"]
          },
          "time.connect": {
            "$ref": "#/$defs/condition",
            "description": "Time until the TCP connection stood. Example: `time.connect: < 10ms`.",
            "x-dimension": "duration",
            "examples": ["< 10ms"]
          },
          "time.tls": {
            "$ref": "#/$defs/condition",
            "description": "Time of the TLS handshake. Example: `time.tls: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "time.first_byte": {
            "$ref": "#/$defs/condition",
            "description": "Time from the request until the first byte of the answer. Example: `time.first_byte: < 200ms`.",
            "x-dimension": "duration",
            "examples": ["< 200ms"]
          },
          "time.total": {
            "$ref": "#/$defs/condition",
            "description": "Time of the whole exchange. Example: `time.total: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          }
        },
        "patternProperties": {
          "^header\\..+": {
            "$ref": "#/$defs/condition",
            "description": "A header of the answer, by its name in small letters. Example: `header.content-type: contains json`.",
            "x-dimension": "text",
            "examples": ["contains json"]
          },
          "^json\\..+": {
            "$ref": "#/$defs/condition",
            "description": "A value of the JSON body, by its path. Example: `json.data[0].id: mistral-7b-instruct-v0.2`.",
            "x-dimension": "any",
            "examples": ["mistral-7b-instruct-v0.2"]
          }
        },
        "additionalProperties": false
      },
      "idle": {
        "title": "idle",
        "description": "Says whether the worker is free for a benchmark, or busy with something else: by the server's own count of requests, else by the times of a few short ones. Example: `idle: {}`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "samples": {
            "description": "How often to look at the server's count, or how many short requests to time. Default: 10. Example: `samples: 20`.",
            "type": "integer",
            "minimum": 4,
            "maximum": 1000,
            "default": 10,
            "examples": [20]
          },
          "method": {
            "description": "Whom to believe: `auto` asks the server, and takes times where it does not tell; `timing` takes times in any case. Default: `auto`. Example: `method: timing`.",
            "type": "string",
            "enum": ["auto", "timing"],
            "default": "auto",
            "examples": ["timing"]
          },
          "interval": {
            "description": "Mean time between two looks, and the longest pause between two short requests that take no longer themselves, as a duration with a unit. Default: `100ms`. Example: `interval: 1s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"1s\"",
            "default": "100ms",
            "examples": ["1s"]
          },
          "spread": {
            "description": "How much longer than the fastest a quarter of the short requests may take on a worker that counts as idle, as a percentage. Default: `50%`. Example: `spread: 30%`.",
            "type": "string",
            "pattern": "^\\d{1,4}(\\.\\d+)?\\s?%$",
            "x-expected": "a percentage such as \"30%\"",
            "default": "50%",
            "examples": ["30%"]
          },
          "max_tokens": {
            "description": "How long the answers to the short requests may be, in tokens. Default: 1. Example: `max_tokens: 4`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "default": 1,
            "examples": [4]
          },
          "timeout": {
            "description": "How long one look may take, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"5s\"",
            "default": "10s",
            "examples": ["5s"]
          }
        },
        "additionalProperties": false
      },
      "idle.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/idle.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/idle.metrics"
        }
      },
      "idle.metrics": {
        "description": "What `idle` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "idle": {
            "$ref": "#/$defs/condition",
            "description": "Whether nothing else was seen: no look found a request under way, or the times of short requests lay close together. Example: `idle: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "requests_running": {
            "$ref": "#/$defs/condition",
            "description": "The most requests that any look found under way, waiting ones included; where the server tells (llama.cpp, vLLM). Example: `requests_running: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "method": {
            "$ref": "#/$defs/condition",
            "description": "What told it: the path of the server's own page (`/slots`, `/metrics`), or `timing`. Example: `method: timing`.",
            "x-dimension": "text",
            "examples": ["timing"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median time of the short requests; by `timing` alone. Example: `latency.p50: < 300ms`.",
            "x-dimension": "duration",
            "examples": ["< 300ms"]
          },
          "latency.spread": {
            "$ref": "#/$defs/condition",
            "description": "How much longer than the fastest a quarter of them took at least; by `timing` alone. Example: `latency.spread: < 30%`.",
            "x-dimension": "percentage",
            "examples": ["< 30%"]
          },
          "other_models": {
            "$ref": "#/$defs/condition",
            "description": "Models in memory beside its own, where the server tells (LM Studio, Ollama). Example: `other_models: contains llama-3.3-70b`.",
            "x-dimension": "list",
            "examples": ["contains llama-3.3-70b"]
          },
          "other_models.count": {
            "$ref": "#/$defs/condition",
            "description": "How many these are. Example: `other_models.count: 0`.",
            "x-dimension": "count",
            "examples": [0]
          }
        },
        "additionalProperties": false
      },
      "latency": {
        "title": "latency",
        "description": "Sends single requests to the worker, one after the other, and says how long each took: what the worker does for a request that it has all to itself. Timed by tinybench. Example: `latency: { requests: 50 }`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "requests": {
            "description": "How many requests are sent and counted, one after the other. Default: 30. Example: `requests: 50`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "default": 30,
            "examples": [50]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "stream": {
            "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
            "type": "boolean",
            "examples": [true]
          },
          "warmup": {
            "description": "How many requests are sent first and not counted: the first one may have to load the model. Default: 3. Example: `warmup: 5`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "default": 3,
            "examples": [5]
          }
        },
        "additionalProperties": false
      },
      "latency.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/latency.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/latency.metrics"
        }
      },
      "latency.metrics": {
        "description": "What `latency` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the sending of a request to the end of its answer. Judged with the 95 % interval of the mean. Example: `latency.avg: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.min": {
            "$ref": "#/$defs/condition",
            "description": "The shortest of these times. Example: `latency.min: < 800ms`.",
            "x-dimension": "duration",
            "examples": ["< 800ms"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of these times. Example: `latency.p50: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p75": {
            "$ref": "#/$defs/condition",
            "description": "75th percentile of these times. Example: `latency.p75: < 1.2s`.",
            "x-dimension": "duration",
            "examples": ["< 1.2s"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of these times; below a hundred samples it lies between the longest two. Example: `latency.p99: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `latency.max: < 3s`.",
            "x-dimension": "duration",
            "examples": ["< 3s"]
          },
          "latency.sd": {
            "$ref": "#/$defs/condition",
            "description": "Standard deviation of these times. Example: `latency.sd: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "margin_of_error": {
            "$ref": "#/$defs/condition",
            "description": "Half of the 95 % interval of the mean, as a percentage of the mean: how well the mean is known. Example: `margin_of_error: < 5%`.",
            "x-dimension": "percentage",
            "examples": ["< 5%"]
          },
          "samples": {
            "$ref": "#/$defs/condition",
            "description": "How many times were measured: those of the good answers. Example: `samples: \">= 30\"`.",
            "x-dimension": "count",
            "examples": [">= 30"]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Answers per second, one after the other: one over the mean time. Example: `throughput: \"> 1/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 1/s"]
          },
          "ttft.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median time to the first token; of streamed answers alone. Example: `ttft.p50: < 300ms`.",
            "x-dimension": "duration",
            "examples": ["< 300ms"]
          },
          "tokens_per_second.output": {
            "$ref": "#/$defs/condition",
            "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 500/s"]
          },
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "requests": {
            "$ref": "#/$defs/condition",
            "description": "How many requests ended. Example: `requests: \">= 30\"`.",
            "x-dimension": "count",
            "examples": [">= 30"]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no such answer. Example: `failed: 0`.",
            "x-dimension": "count",
            "examples": [0]
          }
        },
        "additionalProperties": false
      },
      "load": {
        "title": "load",
        "description": "Sends requests when they are due, at a rate, in stages or as a trace tells, however long the answers take, and says how the cluster keeps up. Example: `load: { rate: 20/s, duration: 60s }`.",
        "x-scope": "cluster",
        "x-choice": "schedule",
        "type": "object",
        "properties": {
          "rate": {
            "description": "How many requests become due per second, minute or hour. One of `rate`, `stages` and `trace` is required. Example: `rate: 20/s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])\\d{1,6}(\\.\\d+)?\\s?/\\s?(s|m|min|h)$",
            "x-expected": "a rate above zero such as \"20/s\"",
            "examples": ["20/s"]
          },
          "stages": {
            "description": "Rates one after the other, each reached from the one before in a straight line; the same rate twice holds it. Example: `stages: [{ duration: 10s, rate: 20/s }, { duration: 60s, rate: 20/s }]`.",
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": ["duration", "rate"],
              "x-expected": "a map with `duration` and `rate`",
              "properties": {
                "duration": {
                  "description": "How long this stage lasts. Required. Example: `duration: 10s`.",
                  "type": "string",
                  "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                  "x-expected": "a duration above zero such as \"10s\"",
                  "examples": ["10s"]
                },
                "rate": {
                  "description": "The rate at its end. Required. Example: `rate: 20/s`.",
                  "type": "string",
                  "pattern": "^\\d{1,6}(\\.\\d+)?\\s?/\\s?(s|m|min|h)$",
                  "x-expected": "a rate such as \"20/s\"",
                  "examples": ["20/s"]
                }
              }
            },
            "examples": [
              [
                {
                  "duration": "10s",
                  "rate": "20/s"
                },
                {
                  "duration": "60s",
                  "rate": "20/s"
                }
              ]
            ]
          },
          "trace": {
            "description": "A file with the times at which requests once arrived, one line each, in order: CSV with names in its first line, or JSON lines. Its path starts where the run does. As a map, with the name of the time (`field`) and what its numbers count (`unit`). Example: `trace: traces/monday.jsonl`.",
            "anyOf": [
              {
                "type": "string",
                "minLength": 1
              },
              {
                "type": "object",
                "additionalProperties": false,
                "required": ["file"],
                "properties": {
                  "file": {
                    "description": "The file, which ends in .csv, .jsonl or .ndjson. Required. Example: `file: traces/monday.csv`.",
                    "type": "string",
                    "minLength": 1,
                    "examples": ["traces/monday.csv"]
                  },
                  "field": {
                    "description": "What the time is called, in any case. Default: `timestamp`. Example: `field: arrived_at`.",
                    "type": "string",
                    "minLength": 1,
                    "examples": ["arrived_at"]
                  },
                  "unit": {
                    "description": "What numbers count: milliseconds or seconds; dates need no unit. Default: `ms`. Example: `unit: s`.",
                    "type": "string",
                    "enum": ["ms", "s"],
                    "examples": ["s"]
                  }
                }
              }
            ],
            "x-expected": "the path of a file, or a map with `file`, `field` and `unit`",
            "examples": [
              "traces/monday.jsonl",
              {
                "file": "traces/monday.csv",
                "field": "arrived_at",
                "unit": "s"
              }
            ]
          },
          "speed": {
            "description": "How many times as fast a trace is replayed. Default: `1x`. Example: `speed: 2x`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])\\d{1,4}(\\.\\d+)?\\s?[x×]$",
            "x-expected": "a multiplier above zero such as \"2x\"",
            "default": "1x",
            "examples": ["2x"]
          },
          "duration": {
            "description": "How long requests become due, with `rate`. It must fit into the `timeout` of the test. Default: `30s`, where `requests` is not given either. Example: `duration: 60s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"60s\"",
            "examples": ["60s"]
          },
          "requests": {
            "description": "How many become due in all, with `rate`; with `duration` as well, whatever ends first. Default: as many as the time has. Example: `requests: 600`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 10000000,
            "examples": [600]
          },
          "start_rate": {
            "description": "The rate from which the first of `stages` sets out. Default: `0/s`. Example: `start_rate: 10/s`.",
            "type": "string",
            "pattern": "^\\d{1,6}(\\.\\d+)?\\s?/\\s?(s|m|min|h)$",
            "x-expected": "a rate such as \"10/s\"",
            "default": "0/s",
            "examples": ["10/s"]
          },
          "arrivals": {
            "description": "How requests follow each other at a rate: `poisson`, as from many callers who know nothing of each other, or `constant`, at equal distances. Default: `poisson`. Example: `arrivals: constant`.",
            "type": "string",
            "enum": ["poisson", "constant"],
            "default": "poisson",
            "examples": ["constant"]
          },
          "seed": {
            "description": "Where the random numbers of `poisson` start: the same seed gives the same arrivals. Default: 1. Example: `seed: 7`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1,
            "examples": [7]
          },
          "max_in_flight": {
            "description": "Requests that are due while so many are under way are dropped, and counted. Default: 10000. Example: `max_in_flight: 200`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "examples": [200]
          },
          "slo": {
            "description": "The times that make a request a good one, for `goodput`. Default: none. Example: `slo: { latency: 1s, ttft: 300ms }`.",
            "type": "object",
            "additionalProperties": false,
            "minProperties": 1,
            "properties": {
              "latency": {
                "description": "Longest latency of a good request. Example: `latency: 1s`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"1s\"",
                "examples": ["1s"]
              },
              "ttft": {
                "description": "Longest time to its first token. Example: `ttft: 300ms`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"300ms\"",
                "examples": ["300ms"]
              },
              "tpot": {
                "description": "Longest mean time per token after the first. Example: `tpot: 50ms`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"50ms\"",
                "examples": ["50ms"]
              }
            },
            "examples": [
              {
                "latency": "1s",
                "ttft": "300ms"
              }
            ]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "stream": {
            "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
            "type": "boolean",
            "examples": [true]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "examples": ["round_robin"]
          },
          "warmup": {
            "description": "How many requests are sent first and not counted. Default: as many as the selected workers have slots. Example: `warmup: 60`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "examples": [60]
          }
        },
        "oneOf": [
          {
            "required": ["rate"]
          },
          {
            "required": ["stages"]
          },
          {
            "required": ["trace"]
          }
        ],
        "allOf": [
          {
            "not": {
              "type": "object",
              "required": ["duration", "stages"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["requests", "stages"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["duration", "trace"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["requests", "trace"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["arrivals", "trace"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["start_rate", "rate"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["start_rate", "trace"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["speed", "rate"]
            }
          },
          {
            "not": {
              "type": "object",
              "required": ["speed", "stages"]
            }
          }
        ],
        "additionalProperties": false
      },
      "load.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/load.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/load.metrics"
        }
      },
      "load.metrics": {
        "description": "What `load` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "requests": {
            "$ref": "#/$defs/condition",
            "description": "How many requests ended. Example: `requests: \">= 30\"`.",
            "x-dimension": "count",
            "examples": [">= 30"]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no whole answer. Example: `failed: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "dropped": {
            "$ref": "#/$defs/condition",
            "description": "Requests that were due and not sent, since `max_in_flight` were under way. Example: `dropped: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "offered_rate": {
            "$ref": "#/$defs/condition",
            "description": "How fast requests became due, dropped ones included. Example: `offered_rate: \">= 19/s\"`.",
            "x-dimension": "rate",
            "examples": [">= 19/s"]
          },
          "achieved": {
            "$ref": "#/$defs/condition",
            "description": "How fast good answers came, as a percentage of the offered rate: each rate from its first to its last event. Below 100 % the cluster does not keep up. Example: `achieved: \">= 98%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 98%"]
          },
          "goodput": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that were due, dropped ones included, inside every bound of `slo`. Example: `goodput: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Good answers per second, from the start to the end of the last one. Example: `throughput: \"> 19/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 19/s"]
          },
          "tokens_per_second.output": {
            "$ref": "#/$defs/condition",
            "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 500/s"]
          },
          "tokens_per_second.input": {
            "$ref": "#/$defs/condition",
            "description": "Tokens that they read per second. Example: `tokens_per_second.input: \"> 1000/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 1000/s"]
          },
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the intended start of a request to the end of its answer, waiting included. Example: `latency.avg: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p50: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p90: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p95: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99.9: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.max: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "ttft.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time to the first token, waiting included; of streamed answers alone. Example: `ttft.avg: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "ttft.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p50: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "ttft.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p90: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "ttft.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "ttft.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p99: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "ttft.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p99.9: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "ttft.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.max: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "itl.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time between one token and the next; of streamed answers alone. Example: `itl.avg: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "itl.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p50: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "itl.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p90: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "itl.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p95: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "itl.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p99: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "itl.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p99.9: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "itl.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.max: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "tpot.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time per token after the first, each request a value; of streamed answers alone. Example: `tpot.avg: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "tpot.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p50: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "tpot.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p90: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "tpot.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p95: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "tpot.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p99: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "tpot.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p99.9: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "tpot.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.max: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "queue_wait.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p50: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p90: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p95: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p99: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p99.9: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "queue_wait.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.max: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "service_time.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "service_time.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p50: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "service_time.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p90: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "service_time.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "service_time.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p99: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "service_time.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p99.9: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "service_time.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.max: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "retries": {
            "$ref": "#/$defs/condition",
            "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "in_flight.max": {
            "$ref": "#/$defs/condition",
            "description": "The most requests that were under way at once. Example: `in_flight.max: < 100`.",
            "x-dimension": "count",
            "examples": ["< 100"]
          },
          "client_lag.p99": {
            "$ref": "#/$defs/condition",
            "description": "How much later than they were due requests were sent by this client, 99th percentile. Example: `client_lag.p99: < 10ms`.",
            "x-dimension": "duration",
            "examples": ["< 10ms"]
          },
          "client_lag.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `client_lag.max: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          }
        },
        "patternProperties": {
          "^share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the good answers that a worker gave: `share.mac-studio-1`; `share.each` is that of every worker. Example: `share.each: 33% ± 5%`.",
            "x-dimension": "percentage",
            "examples": ["33% ± 5%"]
          }
        },
        "additionalProperties": false
      },
      "model": {
        "title": "model",
        "description": "Asks the worker's API whether it lists its model, whether the model is loaded, and whether it answers a completion of one token. Example: `model: {}`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "completion": {
            "description": "Whether to ask for a completion of one token; without it `answers` and `time.completion` have no data. It makes a server that loads models on demand load this one. Default: `true`. Example: `completion: false`.",
            "type": "boolean",
            "default": true,
            "examples": [false]
          },
          "prompt": {
            "description": "The prompt of that completion. Default: `Say ok.`. Example: `prompt: Hello`.",
            "type": "string",
            "minLength": 1,
            "default": "Say ok.",
            "examples": ["Hello"]
          },
          "timeout": {
            "description": "How long one request may take, as a duration with a unit; loading a model takes long. Default: `30s`. Example: `timeout: 2m`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"2m\"",
            "default": "30s",
            "examples": ["2m"]
          }
        },
        "additionalProperties": false
      },
      "model.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/model.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/model.metrics"
        }
      },
      "model.metrics": {
        "description": "What `model` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "api": {
            "$ref": "#/$defs/condition",
            "description": "Whether the worker answers like an OpenAI API (`GET /v1/models`). Example: `api: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "listed": {
            "$ref": "#/$defs/condition",
            "description": "Whether the worker lists the model that the cluster file names for it. Example: `listed: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "loaded": {
            "$ref": "#/$defs/condition",
            "description": "Whether the model is in memory, where the server tells (see `loaded_by`). Example: `loaded: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "answers": {
            "$ref": "#/$defs/condition",
            "description": "Whether the completion of one token came back. Example: `answers: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "models": {
            "$ref": "#/$defs/condition",
            "description": "The models that the worker lists. Example: `models: contains mistral-7b-instruct-v0.2`.",
            "x-dimension": "list",
            "examples": ["contains mistral-7b-instruct-v0.2"]
          },
          "state": {
            "$ref": "#/$defs/condition",
            "description": "The state of the model in the server's own words, where the server tells it: `loaded` and `not-loaded` (LM Studio), `loaded` and `not loaded` (Ollama), `ok` and `loading` (llama.cpp), `healthy` (vLLM). Example: `state: loaded`.",
            "x-dimension": "text",
            "examples": ["loaded"]
          },
          "loaded_by": {
            "$ref": "#/$defs/condition",
            "description": "What told whether the model is loaded: the path of the server's own API (`/api/v0/models`, `/api/ps`, `/health`), or `completion` where only an answer could prove it. Example: `loaded_by: == /api/v0/models`.",
            "x-dimension": "text",
            "examples": ["== /api/v0/models", "completion"]
          },
          "served_model": {
            "$ref": "#/$defs/condition",
            "description": "The model that the completion says it came from. Example: `served_model: mistral-7b-instruct-v0.2`.",
            "x-dimension": "text",
            "examples": ["mistral-7b-instruct-v0.2"]
          },
          "status": {
            "$ref": "#/$defs/condition",
            "description": "The HTTP status of the request for the list of models. Example: `status: 200`.",
            "x-dimension": "count",
            "examples": [200]
          },
          "time.list": {
            "$ref": "#/$defs/condition",
            "description": "Time of the request for the list of models. Example: `time.list: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "time.completion": {
            "$ref": "#/$defs/condition",
            "description": "Time of the completion of one token. Example: `time.completion: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          }
        },
        "additionalProperties": false
      },
      "overload": {
        "title": "overload",
        "description": "Sends far more at once than the workers and the queue can hold, and says whether the rest is refused cleanly, the admitted are served in time, and all is well afterwards. Example: `overload: { max_queue: 30 }`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "requests": {
            "description": "How many requests are sent at once. Default: 200. Example: `requests: 500`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 200,
            "examples": [500]
          },
          "max_queue": {
            "description": "How many may wait for a slot. Default: 30. Example: `max_queue: 100`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000,
            "default": 30,
            "examples": [100]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "examples": ["round_robin"]
          },
          "warmup": {
            "description": "How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "default": 30,
            "examples": [60]
          }
        },
        "additionalProperties": false
      },
      "overload.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/overload.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/overload.metrics"
        }
      },
      "overload.metrics": {
        "description": "What `overload` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "admitted": {
            "$ref": "#/$defs/condition",
            "description": "How many requests got a slot, at once or after waiting. Example: `admitted: \">= 45\"`.",
            "x-dimension": "count",
            "examples": [">= 45"]
          },
          "rejected": {
            "$ref": "#/$defs/condition",
            "description": "How many were refused by the balancer, without being sent to a worker. Example: `rejected: \"> 0\"`.",
            "x-dimension": "count",
            "examples": ["> 0"]
          },
          "unclean": {
            "$ref": "#/$defs/condition",
            "description": "How many ended in any other way than served or refused with status 503 and a time to try again. Example: `unclean: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "reject_time.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest that a refused request waited for its refusal. Example: `reject_time.max: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "admitted.success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the admitted that got a whole answer. Example: `admitted.success_rate: 100%`.",
            "x-dimension": "percentage",
            "examples": ["100%"]
          },
          "admitted.latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of the time from arrival to the end of the answer, of the admitted. Example: `admitted.latency.p95: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "admitted.latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of these times. Example: `admitted.latency.max: < 2s`.",
            "x-dimension": "duration",
            "examples": ["< 2s"]
          },
          "admitted.slowdown": {
            "$ref": "#/$defs/condition",
            "description": "That longest time over the least in which the workers can have served as many: the slots alone decide. Example: `admitted.slowdown: < 1.5x`.",
            "x-dimension": "multiplier",
            "examples": ["< 1.5x"]
          },
          "recovery.success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests after the overload that got a whole answer. Example: `recovery.success_rate: 100%`.",
            "x-dimension": "percentage",
            "examples": ["100%"]
          },
          "recovery.slowdown": {
            "$ref": "#/$defs/condition",
            "description": "Median latency of a load that fits, after the overload over before it; 1x has recovered. Example: `recovery.slowdown: < 1.3x`.",
            "x-dimension": "multiplier",
            "examples": ["< 1.3x"]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": [0]
          }
        },
        "additionalProperties": false
      },
      "path": {
        "title": "path",
        "description": "Follows the route to the worker: how many hops, which ones, and the largest packet that passes. Example: `path: { max_hops: 4 }`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "max_hops": {
            "description": "How many hops to look at before giving up. Default: 16. Example: `max_hops: 4`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 64,
            "default": 16,
            "examples": [4]
          },
          "mtu": {
            "description": "Whether to measure the largest packet that passes in one piece. Default: `true`. Example: `mtu: false`.",
            "type": "boolean",
            "default": true,
            "examples": [false]
          },
          "timeout": {
            "description": "How long following the route may take, and measuring the largest packet again as long, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"5s\"",
            "default": "10s",
            "examples": ["5s"]
          },
          "host": {
            "description": "Another host to follow the route to: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.1`.",
            "type": "string",
            "minLength": 1,
            "pattern": "^[^/\\s]+$",
            "x-expected": "a host name or an IP address such as \"10.247.162.1\"",
            "examples": ["10.247.162.1"]
          }
        },
        "additionalProperties": false
      },
      "path.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/path.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/path.metrics"
        }
      },
      "path.metrics": {
        "description": "What `path` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "mtu": {
            "$ref": "#/$defs/condition",
            "description": "The largest IP packet that passes in one piece. Example: `mtu: \">= 1500B\"`.",
            "x-dimension": "bytes",
            "examples": [">= 1500B"]
          },
          "hops": {
            "$ref": "#/$defs/condition",
            "description": "How many hops away the host is; 1 is the same network. Example: `hops: 1`.",
            "x-dimension": "count",
            "examples": [1, "<= 3"]
          },
          "reached": {
            "$ref": "#/$defs/condition",
            "description": "Whether the host itself answered. Example: `reached: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "route": {
            "$ref": "#/$defs/condition",
            "description": "The addresses of the hops in their order, `*` where one was silent. Example: `route: contains 192.168.1.1`.",
            "x-dimension": "list",
            "examples": ["contains 192.168.1.1"]
          }
        },
        "additionalProperties": false
      },
      "ping": {
        "title": "ping",
        "description": "Sends ICMP echo requests to the worker and measures loss, round-trip times and jitter. Example: `ping: { count: 20 }`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "count": {
            "description": "How many packets to send. More packets prove a tighter bound on the loss: 0 of 10 lost only shows that it is below 26 % (at 95 %). Default: 10. Example: `count: 100`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "default": 10,
            "examples": [100]
          },
          "interval": {
            "description": "Time between two packets, as a duration with a unit. An unprivileged user may not go below `2ms`. Default: `200ms`. Example: `interval: 50ms`.",
            "type": "string",
            "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration such as \"50ms\"",
            "default": "200ms",
            "examples": ["50ms"]
          },
          "timeout": {
            "description": "How long to wait for the answer to one packet, as a duration with a unit. Default: `2s`. Example: `timeout: 500ms`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"500ms\"",
            "default": "2s",
            "examples": ["500ms"]
          },
          "size": {
            "description": "Bytes of payload in one packet, without headers. Default: 56 (64 bytes with the ICMP header). Example: `size: 1400`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 65507,
            "default": 56,
            "examples": [1400]
          },
          "method": {
            "description": "What is sent: `icmp` echo requests by the system's ping, or `tcp` round trips (a connection to the worker's port). `tcp` is never chosen silently: where ICMP is not permitted, the check is an error that says so. Default: `icmp`. Example: `method: tcp`.",
            "type": "string",
            "enum": ["icmp", "tcp"],
            "default": "icmp",
            "examples": ["tcp"]
          },
          "host": {
            "description": "Another host to ping instead of the worker: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.1`.",
            "type": "string",
            "minLength": 1,
            "pattern": "^[^/\\s]+$",
            "x-expected": "a host name or an IP address such as \"10.247.162.1\"",
            "examples": ["10.247.162.1"]
          }
        },
        "additionalProperties": false
      },
      "ping.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/ping.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/ping.metrics"
        }
      },
      "ping.metrics": {
        "description": "What `ping` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "packet_loss": {
            "$ref": "#/$defs/condition",
            "description": "Share of the packets that got no answer. Example: `packet_loss: 0%`.",
            "x-dimension": "percentage",
            "examples": ["0%", "<= 1%"]
          },
          "packet_loss.upper_bound": {
            "$ref": "#/$defs/condition",
            "description": "Upper bound of the loss that this many packets prove: one-sided, 95 % (Clopper-Pearson). Example: `packet_loss.upper_bound: < 5%`.",
            "x-dimension": "percentage",
            "examples": ["< 5%"]
          },
          "packet_loss.lower_bound": {
            "$ref": "#/$defs/condition",
            "description": "Lower bound of the loss that this many packets prove: one-sided, 95 % (Clopper-Pearson). Example: `packet_loss.lower_bound: < 1%`.",
            "x-dimension": "percentage",
            "examples": ["< 1%"]
          },
          "packets.sent": {
            "$ref": "#/$defs/condition",
            "description": "Packets sent. Example: `packets.sent: \">= 10\"`.",
            "x-dimension": "count",
            "examples": [">= 10"]
          },
          "packets.received": {
            "$ref": "#/$defs/condition",
            "description": "Packets answered in time. Example: `packets.received: \">= 9\"`.",
            "x-dimension": "count",
            "examples": [">= 9"]
          },
          "packets.duplicates": {
            "$ref": "#/$defs/condition",
            "description": "Answers that came more than once: two hosts share the address, or a loop in the network. Example: `packets.duplicates: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "rtt.min": {
            "$ref": "#/$defs/condition",
            "description": "Shortest round trip. Example: `rtt.min: < 1ms`.",
            "x-dimension": "duration",
            "examples": ["< 1ms"]
          },
          "rtt.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean round trip. Example: `rtt.avg: < 10ms`.",
            "x-dimension": "duration",
            "examples": ["< 10ms"]
          },
          "rtt.max": {
            "$ref": "#/$defs/condition",
            "description": "Longest round trip. Example: `rtt.max: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "rtt.mdev": {
            "$ref": "#/$defs/condition",
            "description": "Standard deviation of the round trips, as ping prints it. Example: `rtt.mdev: < 2ms`.",
            "x-dimension": "duration",
            "examples": ["< 2ms"]
          },
          "rtt.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of the round trips. Example: `rtt.p95: < 20ms`.",
            "x-dimension": "duration",
            "examples": ["< 20ms"]
          },
          "jitter": {
            "$ref": "#/$defs/condition",
            "description": "Mean difference between one round trip and the next. Example: `jitter: < 5ms`.",
            "x-dimension": "duration",
            "examples": ["< 5ms"]
          },
          "method": {
            "$ref": "#/$defs/condition",
            "description": "What was really sent: `icmp` or `tcp`. Example: `method: icmp`.",
            "x-dimension": "text",
            "examples": ["icmp"]
          },
          "address": {
            "$ref": "#/$defs/condition",
            "description": "The IP address that the packets went to. Example: `address: 192.168.1.105`.",
            "x-dimension": "text",
            "examples": ["192.168.1.105"]
          }
        },
        "additionalProperties": false
      },
      "same_model": {
        "title": "same_model",
        "description": "Asks every selected worker which model it serves, and says whether it is the same one, of the same size and quantization as far as the servers tell. Example: `same_model: {}`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "timeout": {
            "description": "How long one request may take, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"5s\"",
            "default": "10s",
            "examples": ["5s"]
          }
        },
        "additionalProperties": false
      },
      "same_model.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/same_model.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/same_model.metrics"
        }
      },
      "same_model.metrics": {
        "description": "What `same_model` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "same": {
            "$ref": "#/$defs/condition",
            "description": "Whether all workers serve the same model: the same name, and nothing else that two of them tell differently. No data where a worker cannot be asked. Example: `same: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "models": {
            "$ref": "#/$defs/condition",
            "description": "The models that they serve, each once. Example: `models: contains mistral-7b-instruct-v0.2`.",
            "x-dimension": "list",
            "examples": ["contains mistral-7b-instruct-v0.2"]
          },
          "differing": {
            "$ref": "#/$defs/condition",
            "description": "The workers whose model is not that of most; of two that differ, the second. Example: `differing: contains mac-studio-2`.",
            "x-dimension": "list",
            "examples": ["contains mac-studio-2"]
          },
          "quantizations": {
            "$ref": "#/$defs/condition",
            "description": "Their quantizations, each once, where the servers tell (LM Studio, Ollama). Example: `quantizations: contains Q4_K_M`.",
            "x-dimension": "list",
            "examples": ["contains Q4_K_M"]
          },
          "sizes": {
            "$ref": "#/$defs/condition",
            "description": "Their sizes in parameters, each once and in the server's own words, where the servers tell (Ollama, llama.cpp). Example: `sizes: contains 7.2B`.",
            "x-dimension": "list",
            "examples": ["contains 7.2B"]
          },
          "unknown": {
            "$ref": "#/$defs/condition",
            "description": "How many workers did not tell which model they serve. Example: `unknown: 0`.",
            "x-dimension": "count",
            "examples": [0]
          }
        },
        "additionalProperties": false
      },
      "slots": {
        "title": "slots",
        "description": "Finds out how many requests a worker really serves at once, against the `max_concurrent_requests` that the cluster file claims: by a ladder of loads, past the balancer. Example: `slots: { rounds: 3 }`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "rounds": {
            "description": "How many requests each place of the ladder sends, one after the other. Default: 3. Example: `rounds: 5`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100,
            "default": 3,
            "examples": [5]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens: long enough that answers overlap. Default: 32. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 2,
            "maximum": 100000,
            "default": 32,
            "examples": [64]
          },
          "up_to": {
            "description": "How far the ladder goes. Default: twice what the cluster file claims. Example: `up_to: 16`.",
            "type": "integer",
            "minimum": 2,
            "maximum": 256,
            "examples": [16]
          },
          "timeout": {
            "description": "How long one request may take, as a duration with a unit. Default: `30s`. Example: `timeout: 60s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"60s\"",
            "default": "30s",
            "examples": ["60s"]
          }
        },
        "additionalProperties": false
      },
      "slots.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/slots.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/slots.metrics"
        }
      },
      "slots.metrics": {
        "description": "What `slots` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "claimed": {
            "$ref": "#/$defs/condition",
            "description": "What the cluster file says. Example: `claimed: 5`.",
            "x-dimension": "count",
            "examples": [5]
          },
          "slots": {
            "$ref": "#/$defs/condition",
            "description": "How many requests the worker really serves at once, as far as the ladder goes. Example: `slots: \">= 4\"`.",
            "x-dimension": "count",
            "examples": [">= 4"]
          },
          "claim_holds": {
            "$ref": "#/$defs/condition",
            "description": "Whether it serves at least as many at once as are claimed. Example: `claim_holds: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "serialises": {
            "$ref": "#/$defs/condition",
            "description": "Whether two requests take turns instead of being served together. Example: `serialises: false`.",
            "x-dimension": "boolean",
            "examples": [false]
          },
          "streams.max": {
            "$ref": "#/$defs/condition",
            "description": "The most answers that were under way at the same moment, each begun and not ended; no data where the worker does not stream. Example: `streams.max: \">= 4\"`.",
            "x-dimension": "count",
            "examples": [">= 4"]
          },
          "gain.at_2": {
            "$ref": "#/$defs/condition",
            "description": "Throughput with two requests under way over that with one. Example: `gain.at_2: \"> 1.3x\"`.",
            "x-dimension": "multiplier",
            "examples": ["> 1.3x"]
          },
          "gain.at_claimed": {
            "$ref": "#/$defs/condition",
            "description": "Throughput with as many under way as are claimed over that with one. Example: `gain.at_claimed: \"> 3x\"`.",
            "x-dimension": "multiplier",
            "examples": ["> 3x"]
          },
          "gain.max": {
            "$ref": "#/$defs/condition",
            "description": "The highest such gain of the ladder. Example: `gain.max: \"> 3x\"`.",
            "x-dimension": "multiplier",
            "examples": ["> 3x"]
          },
          "method": {
            "$ref": "#/$defs/condition",
            "description": "By what the slots were told: `streams` or `throughput`. Example: `method: streams`.",
            "x-dimension": "text",
            "examples": ["streams"]
          },
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer. Example: `success_rate: 100%`.",
            "x-dimension": "percentage",
            "examples": ["100%"]
          }
        },
        "patternProperties": {
          "^latency\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Mean latency at each place of the ladder, by how many were under way: `latency.at_2`. Example: `latency.at_2: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          }
        },
        "additionalProperties": false
      },
      "soak": {
        "title": "soak",
        "description": "Keeps a steady load up for a time, and says how the cluster changed from the first third of it to the last one: who gets hot, fills up or tires. Example: `soak: { duration: 30m, concurrency: 15 }`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "duration": {
            "description": "How long requests are started, as a duration with a unit, up to a day. It must fit into the `timeout` of the test. Default: `60s`. Example: `duration: 30m`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"30m\"",
            "default": "60s",
            "examples": ["30m"]
          },
          "concurrency": {
            "description": "How many requests are under way at any time: each that ends is followed by the next. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [15]
          },
          "rate": {
            "description": "Starts requests at this rate instead, however long the answers take. Excludes `concurrency`. Default: none. Example: `rate: 20/s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])\\d{1,6}(\\.\\d+)?\\s?/\\s?(s|m|min|h)$",
            "x-expected": "a rate above zero such as \"20/s\"",
            "examples": ["20/s"]
          },
          "workload": {
            "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "default": "short-chat",
            "examples": ["short-chat"]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "examples": [64]
          },
          "stream": {
            "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
            "type": "boolean",
            "examples": [true]
          },
          "strategy": {
            "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "examples": ["round_robin"]
          },
          "warmup": {
            "description": "How many requests are sent first and not counted. Default: as many as `concurrency`. Example: `warmup: 60`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 100000,
            "examples": [60]
          }
        },
        "allOf": [
          {
            "not": {
              "type": "object",
              "required": ["concurrency", "rate"]
            }
          }
        ],
        "additionalProperties": false
      },
      "soak.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/soak.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/soak.metrics"
        }
      },
      "soak.metrics": {
        "description": "What `soak` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "throughput.drift": {
            "$ref": "#/$defs/condition",
            "description": "How much the rate of good answers changed from the first third to the last one; a fall is below zero. Judged with its interval. Example: `throughput.drift: \">= -5%\"`.",
            "x-dimension": "percentage",
            "examples": [">= -5%"]
          },
          "latency.drift": {
            "$ref": "#/$defs/condition",
            "description": "How much the mean latency changed. Judged with its interval. Example: `latency.drift: <= 10%`.",
            "x-dimension": "percentage",
            "examples": ["<= 10%"]
          },
          "errors.last_third": {
            "$ref": "#/$defs/condition",
            "description": "How many requests failed in the last third, or ended after it. Example: `errors.last_third: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "throttled": {
            "$ref": "#/$defs/condition",
            "description": "The workers whose service time rose beyond noise: by more than 5 % even at the low end of its interval. Example: `throttled: contains mac-studio-2`.",
            "x-dimension": "list",
            "examples": ["contains mac-studio-2"]
          },
          "throttled.count": {
            "$ref": "#/$defs/condition",
            "description": "How many workers these are. Example: `throttled.count: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
            "x-dimension": "percentage",
            "examples": [">= 99%"]
          },
          "requests": {
            "$ref": "#/$defs/condition",
            "description": "How many requests ended. Example: `requests: \">= 30\"`.",
            "x-dimension": "count",
            "examples": [">= 30"]
          },
          "failed": {
            "$ref": "#/$defs/condition",
            "description": "How many of them got no such answer. Example: `failed: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "retries": {
            "$ref": "#/$defs/condition",
            "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
            "x-dimension": "count",
            "examples": [0]
          },
          "throughput": {
            "$ref": "#/$defs/condition",
            "description": "Good answers per second, over all of the time. Example: `throughput: \"> 20/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 20/s"]
          },
          "tokens_per_second.output": {
            "$ref": "#/$defs/condition",
            "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
            "x-dimension": "rate",
            "examples": ["> 500/s"]
          },
          "latency.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the intended start of a request to the end of its answer, waiting included. Example: `latency.avg: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p50: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p90": {
            "$ref": "#/$defs/condition",
            "description": "90th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p90: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p95: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p99": {
            "$ref": "#/$defs/condition",
            "description": "99th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.p99.9": {
            "$ref": "#/$defs/condition",
            "description": "99.9th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99.9: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "latency.max": {
            "$ref": "#/$defs/condition",
            "description": "The longest of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.max: < 1s`.",
            "x-dimension": "duration",
            "examples": ["< 1s"]
          },
          "ttft.p50": {
            "$ref": "#/$defs/condition",
            "description": "Median of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p50: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "ttft.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "queue_wait.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p95: < 100ms`.",
            "x-dimension": "duration",
            "examples": ["< 100ms"]
          },
          "service_time.avg": {
            "$ref": "#/$defs/condition",
            "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "service_time.p95": {
            "$ref": "#/$defs/condition",
            "description": "95th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p95: < 500ms`.",
            "x-dimension": "duration",
            "examples": ["< 500ms"]
          },
          "slots_exceeded": {
            "$ref": "#/$defs/condition",
            "description": "How often a worker had more requests under way than its slots. Example: `slots_exceeded: 0`.",
            "x-dimension": "count",
            "examples": [0]
          }
        },
        "patternProperties": {
          "^service_drift\\..+": {
            "$ref": "#/$defs/condition",
            "description": "How much the mean service time of a worker changed from the first third to the last one: `service_drift.mac-studio-1`; `service_drift.each` is that of every worker. Judged with its interval. Example: `service_drift.each: <= 10%`.",
            "x-dimension": "percentage",
            "examples": ["<= 10%"]
          },
          "^share\\..+": {
            "$ref": "#/$defs/condition",
            "description": "Share of the good answers that a worker gave: `share.mac-studio-1`; `share.each` is that of every worker. Example: `share.each: 33% ± 5%`.",
            "x-dimension": "percentage",
            "examples": ["33% ± 5%"]
          }
        },
        "additionalProperties": false
      },
      "subnet": {
        "title": "subnet",
        "description": "Says whether all selected workers and this host are in one network, and which interface and gateway lead there. Example: `subnet: { cidr: 10.247.0.0/16 }`.",
        "x-scope": "cluster",
        "type": ["object", "null"],
        "properties": {
          "cidr": {
            "description": "The network that all addresses must be in, in CIDR notation. Overrides `network.subnet` of the cluster file. Default: that, or the network of this host's interface. Example: `cidr: 10.247.0.0/16`.",
            "type": "string",
            "format": "cidr",
            "pattern": "^[0-9A-Fa-f:.]+/\\d{1,3}$",
            "x-expected": "a network such as \"10.247.0.0/16\"",
            "examples": ["10.247.0.0/16"]
          }
        },
        "additionalProperties": false
      },
      "subnet.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/subnet.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/subnet.metrics"
        }
      },
      "subnet.metrics": {
        "description": "What `subnet` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "same_subnet": {
            "$ref": "#/$defs/condition",
            "description": "Whether all selected workers and this host are in one network. Example: `same_subnet: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "on_link": {
            "$ref": "#/$defs/condition",
            "description": "Whether every worker is reached without a router. Example: `on_link: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "subnets": {
            "$ref": "#/$defs/condition",
            "description": "The networks that the workers and this host are in. Example: `subnets: contains 192.168.1.0/24`.",
            "x-dimension": "list",
            "examples": ["contains 192.168.1.0/24"]
          },
          "interface": {
            "$ref": "#/$defs/condition",
            "description": "The interface that leads to the workers (to the first, if they differ). Example: `interface: en0`.",
            "x-dimension": "text",
            "examples": ["en0", "/^(en|eth)/"]
          },
          "interfaces": {
            "$ref": "#/$defs/condition",
            "description": "All interfaces that lead to the workers. Example: `interfaces: contains eth0`.",
            "x-dimension": "list",
            "examples": ["contains eth0"]
          },
          "gateway": {
            "$ref": "#/$defs/condition",
            "description": "The router on the way, where there is one. Example: `gateway: 192.168.1.1`.",
            "x-dimension": "text",
            "examples": ["192.168.1.1"]
          },
          "source": {
            "$ref": "#/$defs/condition",
            "description": "This host's own address on the way to the workers. Example: `source: 192.168.1.20`.",
            "x-dimension": "text",
            "examples": ["192.168.1.20"]
          }
        },
        "additionalProperties": false
      },
      "tcp": {
        "title": "tcp",
        "description": "Connects to the worker's port and says whether something listens there, and how long the connection took. Example: `tcp: { count: 5 }`.",
        "x-scope": "worker",
        "type": ["object", "null"],
        "properties": {
          "host": {
            "description": "Another host to connect to instead of the worker: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.71`.",
            "type": "string",
            "minLength": 1,
            "pattern": "^[^/\\s]+$",
            "x-expected": "a host name or an IP address such as \"10.247.162.71\"",
            "examples": ["10.247.162.71"]
          },
          "port": {
            "description": "Another port to connect to. Default: the worker's own port. Example: `port: 22`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 65535,
            "examples": [22]
          },
          "count": {
            "description": "How many connections to make, one after the other. Default: 1. Example: `count: 20`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "default": 1,
            "examples": [20]
          },
          "interval": {
            "description": "Pause between two connections, as a duration with a unit. Default: `200ms`. Example: `interval: 50ms`.",
            "type": "string",
            "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration such as \"50ms\"",
            "default": "200ms",
            "examples": ["50ms"]
          },
          "timeout": {
            "description": "How long to wait for one connection, as a duration with a unit. A host that is off is only told from a firewall after about `2s`. Default: `2s`. Example: `timeout: 5s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"5s\"",
            "default": "2s",
            "examples": ["5s"]
          }
        },
        "additionalProperties": false
      },
      "tcp.expect": {
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/tcp.metrics"
          }
        },
        "else": {
          "$ref": "#/$defs/tcp.metrics"
        }
      },
      "tcp.metrics": {
        "description": "What `tcp` measures: the names that `expect` may use.",
        "x-noun": "metric",
        "type": "object",
        "x-expected": "a map of metrics to conditions, or a list of such maps",
        "minProperties": 1,
        "properties": {
          "open": {
            "$ref": "#/$defs/condition",
            "description": "Whether every connection was accepted. Example: `open: true`.",
            "x-dimension": "boolean",
            "examples": [true]
          },
          "state": {
            "$ref": "#/$defs/condition",
            "description": "How the connection ended: `open`, `refused`, `timed_out`, `unreachable`, `reset` or `dns`. Example: `state: open`.",
            "x-dimension": "text",
            "examples": ["open", "one of [open, refused]"]
          },
          "connect_time": {
            "$ref": "#/$defs/condition",
            "description": "Mean time until a connection stood. Example: `connect_time: < 10ms`.",
            "x-dimension": "duration",
            "examples": ["< 10ms"]
          },
          "connect_time.min": {
            "$ref": "#/$defs/condition",
            "description": "Shortest time until a connection stood. Example: `connect_time.min: < 5ms`.",
            "x-dimension": "duration",
            "examples": ["< 5ms"]
          },
          "connect_time.max": {
            "$ref": "#/$defs/condition",
            "description": "Longest time until a connection stood; about 1 s more than usual tells of a lost packet. Example: `connect_time.max: < 50ms`.",
            "x-dimension": "duration",
            "examples": ["< 50ms"]
          },
          "success_rate": {
            "$ref": "#/$defs/condition",
            "description": "Share of the connections that were accepted. Example: `success_rate: 100%`.",
            "x-dimension": "percentage",
            "examples": ["100%"]
          },
          "success_rate.lower_bound": {
            "$ref": "#/$defs/condition",
            "description": "Lower bound of the success rate that this many connections prove: one-sided, 95 % (Clopper-Pearson). Example: `success_rate.lower_bound: \"> 90%\"`.",
            "x-dimension": "percentage",
            "examples": ["> 90%"]
          },
          "address": {
            "$ref": "#/$defs/condition",
            "description": "The IP address that was connected to. Example: `address: 192.168.1.105`.",
            "x-dimension": "text",
            "examples": ["192.168.1.105"]
          }
        },
        "additionalProperties": false
      },
      "workload": {
        "title": "WorkloadFile",
        "description": "A workload: its prompts (the key `prompts`, `generate` or `mix`) and how they are sent.",
        "x-choice": "source",
        "x-expected": "a map with one of prompts, generate, mix",
        "type": "object",
        "properties": {
          "$schema": {
            "description": "The schema that editors check this file against. Example: `$schema: ../../schemas/workload.schema.json`.",
            "type": "string",
            "examples": ["../../schemas/workload.schema.json"]
          },
          "name": {
            "description": "What reports call it. Default: the file's name, or `inline`. Example: `name: support-chat`.",
            "type": "string",
            "minLength": 1,
            "examples": ["support-chat"]
          },
          "description": {
            "description": "What it stands for, in a sentence. Default: none. Example: `description: Questions of our support desk.`.",
            "type": "string",
            "minLength": 1,
            "examples": ["Questions of our support desk."]
          },
          "prompts": {
            "description": "The prompts: a list of texts or conversations, or where they come from (`file`, `folder`, `generate`). Each is a request of its own, or one per document where there are `documents`. Example: `prompts: [What is the capital of Portugal?, Name three rivers.]`.",
            "$ref": "#/$defs/workload.prompts",
            "examples": [
              ["What is the capital of Portugal?"],
              {
                "file": "questions.jsonl"
              }
            ]
          },
          "documents": {
            "description": "Texts that every prompt is asked of: 100 documents and 5 prompts are 500 requests, all prompts of a document one after the other. Written as `prompts` are. Default: none. Example: `documents: { folder: papers }`.",
            "$ref": "#/$defs/workload.prompts",
            "examples": [
              {
                "folder": "papers"
              }
            ]
          },
          "template": {
            "description": "How a document and a prompt become one text. With the document first, a worker that caches prefixes reads it once for all prompts. Default: document, empty line, prompt. Example: `template: \"{prompt} {document}\"`.",
            "type": "string",
            "pattern": "^(?=[\\s\\S]*\\{document\\})(?=[\\s\\S]*\\{prompt\\})",
            "x-expected": "a text with {document} and {prompt} in it",
            "examples": ["{prompt} {document}"]
          },
          "generate": {
            "description": "Prompts of seeded words: short for `prompts: { generate: ... }`. Example: `generate: { tokens: 512 }`.",
            "$ref": "#/$defs/workload.generate",
            "examples": [
              {
                "tokens": 512
              }
            ]
          },
          "mix": {
            "description": "Several workloads in one, by weight. Each keeps its own prompts, lengths and order. Example: `mix: [{ weight: 3, workload: short-chat }, { weight: 1, workload: long-context }]`.",
            "type": "array",
            "minItems": 1,
            "maxItems": 32,
            "items": {
              "$ref": "#/$defs/workload.part"
            },
            "examples": [
              [
                {
                  "weight": 3,
                  "workload": "short-chat"
                },
                {
                  "weight": 1,
                  "workload": "long-context"
                }
              ]
            ]
          },
          "system": {
            "description": "The system message of each request; a conversation that begins with one of its own keeps that. Default: none. Example: `system: Answer in one sentence.`.",
            "type": "string",
            "minLength": 1,
            "examples": ["Answer in one sentence."]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens: a number, or a distribution that each request draws its own from. A check that has `max_tokens` itself overrides it. Default: 128. Example: `max_tokens: { uniform: { min: 16, max: 256 } }`.",
            "$ref": "#/$defs/workload.tokens",
            "default": 128,
            "examples": [
              64,
              {
                "uniform": {
                  "min": 16,
                  "max": 256
                }
              }
            ]
          },
          "temperature": {
            "description": "How freely the worker chooses words, from 0 to 2. Default: not sent, so that the worker decides. Example: `temperature: 0`.",
            "type": "number",
            "minimum": 0,
            "maximum": 2,
            "examples": [0]
          },
          "stream": {
            "description": "Whether answers come piece by piece, of which first tokens are known; the worker is then asked to count its tokens (`stream_options: { include_usage: true }`). Default: false. Example: `stream: true`.",
            "type": "boolean",
            "default": false,
            "examples": [true]
          },
          "body": {
            "description": "More fields of each request's JSON body, as the worker knows them. Default: none. Example: `body: { ignore_eos: true, top_p: 0.9 }`.",
            "type": "object",
            "additionalProperties": true,
            "examples": [
              {
                "ignore_eos": true,
                "top_p": 0.9
              }
            ]
          },
          "seed": {
            "description": "What all chance follows from (generated words, drawn lengths, shuffled order): with the same seed, the n-th request is the same in every run. Default: 1. Example: `seed: 7`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1,
            "examples": [7]
          },
          "order": {
            "description": "In which order requests are sent: as they are written, or shuffled by the seed. Default: `sequential`. Example: `order: shuffled`.",
            "type": "string",
            "enum": ["sequential", "shuffled"],
            "default": "sequential",
            "examples": ["shuffled"]
          }
        },
        "oneOf": [
          {
            "required": ["prompts"]
          },
          {
            "required": ["generate"]
          },
          {
            "required": ["mix"]
          }
        ],
        "allOf": [
          {
            "not": {
              "required": ["generate", "documents"]
            }
          },
          {
            "not": {
              "required": ["mix", "documents"]
            }
          },
          {
            "not": {
              "required": ["mix", "system"]
            }
          },
          {
            "not": {
              "required": ["mix", "max_tokens"]
            }
          },
          {
            "not": {
              "required": ["mix", "temperature"]
            }
          },
          {
            "not": {
              "required": ["mix", "stream"]
            }
          },
          {
            "not": {
              "required": ["mix", "body"]
            }
          },
          {
            "if": {
              "required": ["template"]
            },
            "then": {
              "required": ["documents"]
            }
          }
        ],
        "additionalProperties": false
      },
      "workload.reference": {
        "title": "WorkloadReference",
        "description": "A workload: its name, the path of its file, or written in place.",
        "if": {
          "type": "object"
        },
        "then": {
          "$ref": "#/$defs/workload"
        },
        "else": {
          "type": "string",
          "minLength": 1,
          "x-expected": "the name of a workload, the path of its file, or a map with one of prompts, generate, mix"
        }
      },
      "workload.prompts": {
        "title": "WorkloadPrompts",
        "description": "Texts or conversations: listed, or where they come from.",
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/workload.prompt"
          }
        },
        "else": {
          "$ref": "#/$defs/workload.texts"
        }
      },
      "workload.prompt": {
        "title": "WorkloadPrompt",
        "description": "A text, or a conversation as a list of messages.",
        "type": ["string", "array"],
        "minLength": 1,
        "pattern": "\\S",
        "minItems": 1,
        "x-expected": "a text, or a list of messages such as { role: user, content: Hello }",
        "items": {
          "$ref": "#/$defs/workload.message"
        }
      },
      "workload.message": {
        "title": "WorkloadMessage",
        "description": "One message of a conversation.",
        "type": "object",
        "properties": {
          "role": {
            "description": "Who says it. Required. Example: `role: user`.",
            "type": "string",
            "enum": ["system", "developer", "user", "assistant", "tool"],
            "examples": ["user"]
          },
          "content": {
            "description": "What is said: a text, or a list of parts as the API knows them. Required. Example: `content: Hello.`.",
            "type": ["string", "array"],
            "items": {
              "type": "object",
              "additionalProperties": true
            },
            "examples": ["Hello."]
          }
        },
        "required": ["role", "content"],
        "additionalProperties": false
      },
      "workload.texts": {
        "title": "WorkloadTexts",
        "description": "Where texts come from: a file, a folder, or words by chance.",
        "x-choice": "file",
        "x-expected": "a list, or a map with one of file, folder, generate",
        "type": "object",
        "properties": {
          "file": {
            "description": "A file of many texts: JSONL (one JSON text or object per line), CSV or TSV (with a head line), or plain text. Paths start at the file that names them. Example: `file: questions.jsonl`.",
            "type": "string",
            "minLength": 1,
            "examples": ["questions.jsonl"]
          },
          "folder": {
            "description": "A folder of plain text files (`.txt`, `.md`): each is one text, in the order of their names. Example: `folder: papers`.",
            "type": "string",
            "minLength": 1,
            "examples": ["papers"]
          },
          "generate": {
            "description": "Texts of seeded words, or of sentences that are given. Example: `generate: { tokens: 2000, count: 100 }`.",
            "$ref": "#/$defs/workload.generate",
            "examples": [
              {
                "tokens": 2000,
                "count": 100
              }
            ]
          },
          "format": {
            "description": "What the file is. Default: by its name (`.jsonl`, `.ndjson`, `.csv`, `.tsv`, `.txt`, `.md`). Example: `format: jsonl`.",
            "type": "string",
            "enum": ["jsonl", "csv", "tsv", "text"],
            "examples": ["jsonl"]
          },
          "column": {
            "description": "Which column of a CSV file, or key of a JSONL line, holds the prompt. Default: `prompt`, else `messages`. Example: `column: question`.",
            "type": "string",
            "minLength": 1,
            "examples": ["question"]
          },
          "each": {
            "description": "What of a plain text file is one text: a line, a paragraph (up to an empty line), or the whole file. Default: `line`. Example: `each: paragraph`.",
            "type": "string",
            "enum": ["line", "paragraph", "file"],
            "default": "line",
            "examples": ["paragraph"]
          }
        },
        "oneOf": [
          {
            "required": ["file"]
          },
          {
            "required": ["folder"]
          },
          {
            "required": ["generate"]
          }
        ],
        "allOf": [
          {
            "not": {
              "required": ["folder", "format"]
            }
          },
          {
            "not": {
              "required": ["folder", "column"]
            }
          },
          {
            "not": {
              "required": ["folder", "each"]
            }
          },
          {
            "not": {
              "required": ["generate", "format"]
            }
          },
          {
            "not": {
              "required": ["generate", "column"]
            }
          },
          {
            "not": {
              "required": ["generate", "each"]
            }
          }
        ],
        "additionalProperties": false
      },
      "workload.generate": {
        "title": "WorkloadGenerate",
        "description": "Texts that are made up by the seed. Each begins with its number, so that no two share a beginning that a worker could cache.",
        "type": "object",
        "properties": {
          "tokens": {
            "description": "How long each text is, in tokens of 4 characters: a number, or a distribution. Required. Example: `tokens: { lognormal: { mean: 512, stddev: 256 } }`.",
            "$ref": "#/$defs/workload.tokens",
            "examples": [
              512,
              {
                "lognormal": {
                  "mean": 512,
                  "stddev": 256
                }
              }
            ]
          },
          "count": {
            "description": "How many there are before they begin again; documents, and prompts that are asked of documents, need it. Default: no end. Example: `count: 100`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "examples": [100]
          },
          "from": {
            "description": "Texts whose sentences are put together by chance, written as `prompts` are. Default: common English words. Example: `from: { file: essays.txt, each: paragraph }`.",
            "$ref": "#/$defs/workload.prompts",
            "examples": [
              {
                "file": "essays.txt",
                "each": "paragraph"
              }
            ]
          }
        },
        "required": ["tokens"],
        "additionalProperties": false
      },
      "workload.tokens": {
        "title": "WorkloadTokens",
        "description": "A number of tokens, or a distribution to draw it from. What is drawn outside of `min` and `max` is set to them.",
        "type": ["integer", "object"],
        "minimum": 1,
        "maximum": 1000000,
        "x-expected": "a whole number from 1 to 1000000, or a map with one of normal, lognormal, uniform",
        "properties": {
          "normal": {
            "description": "A normal distribution. Example: `normal: { mean: 512, stddev: 128 }`.",
            "$ref": "#/$defs/workload.bell",
            "examples": [
              {
                "mean": 512,
                "stddev": 128
              }
            ]
          },
          "lognormal": {
            "description": "A lognormal distribution, as lengths of real prompts have it: most are short, a few are very long. Example: `lognormal: { mean: 512, stddev: 512, max: 4096 }`.",
            "$ref": "#/$defs/workload.bell",
            "examples": [
              {
                "mean": 512,
                "stddev": 512,
                "max": 4096
              }
            ]
          },
          "uniform": {
            "description": "Every length from `min` to `max` as often. Example: `uniform: { min: 16, max: 256 }`.",
            "type": "object",
            "properties": {
              "min": {
                "description": "The least tokens. Required. Example: `min: 16`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 1000000,
                "examples": [16]
              },
              "max": {
                "description": "The most tokens. Required. Example: `max: 256`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 1000000,
                "examples": [256]
              }
            },
            "required": ["min", "max"],
            "additionalProperties": false,
            "examples": [
              {
                "min": 16,
                "max": 256
              }
            ]
          }
        },
        "if": {
          "type": "object"
        },
        "then": {
          "x-choice": "distribution",
          "oneOf": [
            {
              "required": ["normal"]
            },
            {
              "required": ["lognormal"]
            },
            {
              "required": ["uniform"]
            }
          ]
        },
        "additionalProperties": false
      },
      "workload.bell": {
        "title": "WorkloadBell",
        "description": "A distribution by its mean and standard deviation.",
        "type": "object",
        "properties": {
          "mean": {
            "description": "The mean, in tokens. Required. Example: `mean: 512`.",
            "type": "number",
            "minimum": 1,
            "maximum": 1000000,
            "examples": [512]
          },
          "stddev": {
            "description": "The standard deviation, in tokens. Required. Example: `stddev: 128`.",
            "type": "number",
            "minimum": 0,
            "maximum": 1000000,
            "examples": [128]
          },
          "min": {
            "description": "The least tokens. Default: 1. Example: `min: 16`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 1,
            "examples": [16]
          },
          "max": {
            "description": "The most tokens. Default: 1000000. Example: `max: 4096`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 1000000,
            "examples": [4096]
          }
        },
        "required": ["mean", "stddev"],
        "additionalProperties": false
      },
      "workload.part": {
        "title": "WorkloadPart",
        "description": "One workload of a mix.",
        "type": "object",
        "properties": {
          "weight": {
            "description": "How many of its requests are sent for each of another with weight 1. Default: 1. Example: `weight: 3`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "default": 1,
            "examples": [3]
          },
          "workload": {
            "description": "The workload: its name, the path of its file, or written in place. Required. Example: `workload: short-chat`.",
            "$ref": "#/$defs/workload.reference",
            "examples": [
              "short-chat",
              {
                "generate": {
                  "tokens": 512
                }
              }
            ]
          }
        },
        "required": ["workload"],
        "additionalProperties": false
      }
    }
  },
  "cluster": {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "https://clustergate.dev/schemas/cluster.schema.json",
    "title": "Clustergate cluster",
    "description": "The workers of a cluster and how to reach them.",
    "type": "object",
    "properties": {
      "$schema": {
        "description": "The schema that editors check this file against. Example: `$schema: ../schemas/cluster.schema.json`.",
        "type": "string",
        "examples": ["../schemas/cluster.schema.json"]
      },
      "name": {
        "description": "The name of the cluster, for people. Default: none. Example: `name: lab`.",
        "type": "string",
        "minLength": 1,
        "examples": ["lab"]
      },
      "description": {
        "description": "What this cluster is, in a sentence. Default: none. Example: `description: Three Mac Studios in the lab.`.",
        "type": "string",
        "minLength": 1,
        "examples": ["Three Mac Studios in the lab."]
      },
      "workers": {
        "description": "The workers. Required, at least one; ids and addresses each once. Example: `workers: [{ id: mac-studio-1, host: 192.168.1.105, port: 1234 }]`.",
        "type": "array",
        "minItems": 1,
        "items": {
          "$ref": "#/$defs/worker"
        },
        "examples": [
          [
            {
              "id": "mac-studio-1",
              "host": "192.168.1.105",
              "port": 1234,
              "type": "lm_studio",
              "model": "mistral-7b-instruct-v0.2",
              "max_concurrent_requests": 5
            }
          ]
        ]
      },
      "network": {
        "description": "What is known of the network that the workers are in. Default: nothing. Example: `network: { subnet: 10.247.0.0/16 }`.",
        "type": "object",
        "properties": {
          "subnet": {
            "description": "The network that all workers must be in, in CIDR notation. Default: the network of this host's interface. Example: `subnet: 10.247.0.0/16`.",
            "type": "string",
            "format": "cidr",
            "pattern": "^[0-9A-Fa-f:.]+/\\d{1,3}$",
            "x-expected": "a network such as \"10.247.0.0/16\"",
            "examples": ["10.247.0.0/16"]
          }
        },
        "additionalProperties": false,
        "examples": [
          {
            "subnet": "10.247.0.0/16"
          }
        ]
      },
      "api_key": {
        "description": "The API key sent to all workers, as `Authorization: Bearer ...`. Name an environment variable rather than the key itself; secret: never reported. Default: none. Example: `api_key: ${LM_API_KEY}`.",
        "type": "string",
        "minLength": 1,
        "x-secret": true,
        "examples": ["${LM_API_KEY}"]
      },
      "tls": {
        "description": "Whether to speak HTTPS, and how: `true`, `false`, or a map of `verify`, `ca_file` and `server_name`. Default: `false`, plain HTTP. Example: `tls: { ca_file: ca.pem }`.",
        "type": ["boolean", "object"],
        "properties": {
          "verify": {
            "description": "Whether the certificate must be trusted, in its time and issued for the host. Default: `true`. Example: `verify: false`.",
            "type": "boolean",
            "default": true,
            "examples": [false]
          },
          "ca_file": {
            "description": "A PEM file with the authority to trust, relative to the cluster file. Default: the authorities that Node.js trusts. Example: `ca_file: ca.pem`.",
            "type": "string",
            "minLength": 1,
            "examples": ["ca.pem"]
          },
          "server_name": {
            "description": "The name to ask for and to expect in the certificate, where it is not the host. Default: the host. Example: `server_name: studio-1.lan`.",
            "type": "string",
            "minLength": 1,
            "examples": ["studio-1.lan"]
          }
        },
        "additionalProperties": false,
        "x-expected": "true, false, or a map of `verify`, `ca_file` and `server_name`",
        "examples": [
          true,
          {
            "ca_file": "ca.pem"
          }
        ]
      },
      "base_path": {
        "description": "The path before `/v1/...` of the API, where a proxy adds one; a slash is added in front, one at the end and `/v1` itself are left out. Default: none. Example: `base_path: /llm`.",
        "type": "string",
        "examples": ["/llm"]
      },
      "allow_commands": {
        "description": "Whether specs may run programs on this machine (check `command`). Default: `false`. Example: `allow_commands: true`.",
        "type": "boolean",
        "default": false,
        "examples": [true]
      },
      "balancer": {
        "description": "How requests are spread over the workers. Default: as its keys say. Example: `balancer: { strategy: least_outstanding, retries: 1 }`.",
        "type": "object",
        "properties": {
          "strategy": {
            "description": "By which rule the worker of a request is chosen among those with a free slot. Default: `hybrid`. Example: `strategy: round_robin`.",
            "type": "string",
            "enum": [
              "hybrid",
              "least_outstanding",
              "round_robin",
              "weighted",
              "p2c",
              "peak_ewma",
              "prequal",
              "cache_affinity"
            ],
            "default": "hybrid",
            "examples": ["round_robin"]
          },
          "max_queue": {
            "description": "How many requests may wait for a slot; more are refused at once. Default: 1000. Example: `max_queue: 200`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000,
            "default": 1000,
            "examples": [200]
          },
          "queue_timeout": {
            "description": "How long a request may wait for a free slot, as a duration with a unit. Default: `30s`. Example: `queue_timeout: 10s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"10s\"",
            "default": "30s",
            "examples": ["10s"]
          },
          "timeout": {
            "description": "How long one request may take from its arrival to its end, waiting and retries included, as a duration with a unit. Default: `10m`. Example: `timeout: 60s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"60s\"",
            "default": "10m",
            "examples": ["60s"]
          },
          "idle_timeout": {
            "description": "How long an answer that has begun may stay silent, as a duration with a unit. Default: `60s`. Example: `idle_timeout: 20s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"20s\"",
            "default": "60s",
            "examples": ["20s"]
          },
          "connect_timeout": {
            "description": "How long to wait for a connection to a worker, as a duration with a unit. Default: `5s`. Example: `connect_timeout: 2s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"2s\"",
            "default": "5s",
            "examples": ["2s"]
          },
          "retries": {
            "description": "How often a request that failed before its answer began is sent to another worker. Default: 2. Example: `retries: 1`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 10,
            "default": 2,
            "examples": [1]
          },
          "retry_budget": {
            "description": "How many retries there may be for all requests of the last seconds, beyond five per second: so that a dead network cannot multiply the load. `0%` is none at all. Default: `20%`. Example: `retry_budget: 10%`.",
            "type": ["string", "number"],
            "pattern": "^(\\d{1,2}(\\.\\d+)?|100)\\s?%$",
            "minimum": 0,
            "maximum": 1,
            "x-expected": "a percentage from 0% to 100%, or a number from 0 to 1",
            "default": "20%",
            "examples": ["10%"]
          },
          "retry_completions": {
            "description": "Whether completions and embeddings may be sent again though the first worker may have begun on them: that costs its time, nothing else. Default: `true`. Example: `retry_completions: false`.",
            "type": "boolean",
            "default": true,
            "examples": [false]
          },
          "hedge_after": {
            "description": "After which wait for the first byte a request is sent to a second worker as well, where a slot is free; the first answer counts. Default: never. Example: `hedge_after: 2s`.",
            "type": "string",
            "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration above zero such as \"2s\"",
            "examples": ["2s"]
          },
          "slow_start": {
            "description": "How long a worker that came back takes until it has all of its slots again. Default: `2s`. Example: `slow_start: 10s`.",
            "type": "string",
            "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
            "x-expected": "a duration such as \"10s\"",
            "default": "2s",
            "examples": ["10s"]
          },
          "health": {
            "description": "How workers are probed, and when one counts as down. Default: as its keys say. Example: `health: { interval: 10s }`.",
            "type": "object",
            "properties": {
              "interval": {
                "description": "Time between two probes of a worker, as a duration with a unit; `0s` switches them off. Default: `5s`. Example: `interval: 10s`.",
                "type": "string",
                "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration such as \"10s\"",
                "default": "5s",
                "examples": ["10s"]
              },
              "timeout": {
                "description": "How long to wait for the answer to a probe, as a duration with a unit. Default: `2s`. Example: `timeout: 1s`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"1s\"",
                "default": "2s",
                "examples": ["1s"]
              },
              "path": {
                "description": "What is asked for. Default: by the worker's type: `/health` of llama.cpp and vLLM, `/v1/models` of others. Example: `path: /health`.",
                "type": "string",
                "minLength": 1,
                "pattern": "^/",
                "x-expected": "a path such as \"/health\"",
                "examples": ["/health"]
              },
              "failures": {
                "description": "After how many failed probes in a row a worker counts as down. Default: 2. Example: `failures: 3`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 100,
                "default": 2,
                "examples": [3]
              }
            },
            "additionalProperties": false,
            "examples": [
              {
                "interval": "10s"
              }
            ]
          },
          "circuit": {
            "description": "When a failing worker gets no more requests, and for how long. Default: as its keys say. Example: `circuit: { failures: 3 }`.",
            "type": "object",
            "properties": {
              "failures": {
                "description": "After how many failures in a row a worker is ejected. Default: 5. Example: `failures: 3`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 1000,
                "default": 5,
                "examples": [3]
              },
              "failure_rate": {
                "description": "At which share of failures within the window a worker is ejected. Default: `50%`. Example: `failure_rate: 30%`.",
                "type": ["string", "number"],
                "pattern": "^(\\d{1,2}(\\.\\d+)?|100)\\s?%$",
                "minimum": 0,
                "maximum": 1,
                "x-expected": "a percentage from 0% to 100%, or a number from 0 to 1",
                "default": "50%",
                "examples": ["30%"]
              },
              "window": {
                "description": "How far back failures are counted for the rate, as a duration with a unit. Default: `10s`. Example: `window: 30s`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"30s\"",
                "default": "10s",
                "examples": ["30s"]
              },
              "min_requests": {
                "description": "How many requests the window must hold before the rate counts. Default: 20. Example: `min_requests: 50`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 100000,
                "default": 20,
                "examples": [50]
              },
              "open_for": {
                "description": "After what time an ejected worker gets a request on trial; doubles with each ejection, as a duration with a unit. Default: `2s`. Example: `open_for: 10s`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"10s\"",
                "default": "2s",
                "examples": ["10s"]
              },
              "max_open_for": {
                "description": "The longest such time, as a duration with a unit. Default: `1m`. Example: `max_open_for: 5m`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"5m\"",
                "default": "1m",
                "examples": ["5m"]
              }
            },
            "additionalProperties": false,
            "examples": [
              {
                "failures": 3
              }
            ]
          }
        },
        "additionalProperties": false,
        "examples": [
          {
            "strategy": "least_outstanding",
            "retries": 1
          }
        ]
      }
    },
    "required": ["workers"],
    "additionalProperties": false,
    "$defs": {
      "worker": {
        "title": "worker",
        "description": "One worker: a server that speaks the OpenAI API.",
        "type": "object",
        "properties": {
          "id": {
            "description": "The name of the worker, as specs and reports use it; each once in a cluster. Required. Example: `id: mac-studio-1`.",
            "type": "string",
            "minLength": 1,
            "examples": ["mac-studio-1"]
          },
          "host": {
            "description": "Where it runs: an IPv4 or IPv6 address or a host name, without `http://` and without the port. Required. Example: `host: 192.168.1.105`.",
            "type": "string",
            "minLength": 1,
            "examples": ["192.168.1.105"]
          },
          "port": {
            "description": "The TCP port of its API, from 1 to 65535; 0 (type `simulated` only) takes any free one. Required. Example: `port: 1234`.",
            "type": "integer",
            "x-expected": "a whole number from 1 to 65535, or 0 for any free port if the worker is simulated",
            "minimum": 0,
            "maximum": 65535,
            "examples": [1234]
          },
          "type": {
            "description": "What runs there. It decides how the model's state is asked for and which remedies are proposed; `openai` is any server with that API, `simulated` is started by Clustergate itself. Default: `openai`. Example: `type: lm_studio`.",
            "type": "string",
            "enum": ["lm_studio", "ollama", "llama_cpp", "vllm", "openai", "simulated"],
            "default": "openai",
            "examples": ["lm_studio"]
          },
          "model": {
            "description": "The model that it must serve. Default: whichever it lists first. Example: `model: mistral-7b-instruct-v0.2`.",
            "type": "string",
            "minLength": 1,
            "examples": ["mistral-7b-instruct-v0.2"]
          },
          "max_concurrent_requests": {
            "description": "How many requests it works on at the same time (slots); more wait in the queue. Default: 5. Example: `max_concurrent_requests: 8`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "default": 5,
            "examples": [8]
          },
          "weight": {
            "description": "Its part of the load where the strategy is `weighted`. Default: its slots. Example: `weight: 2`.",
            "type": "number",
            "exclusiveMinimum": 0,
            "maximum": 1000000,
            "x-expected": "a number above 0",
            "examples": [2]
          },
          "tags": {
            "description": "Words by which specs select workers (`for: gpu`). Default: none. Example: `tags: [gpu, rack-2]`.",
            "type": "array",
            "items": {
              "description": "One tag. Example: `gpu`.",
              "type": "string",
              "minLength": 1,
              "examples": ["gpu"]
            },
            "default": [],
            "examples": [["gpu", "rack-2"]]
          },
          "api_key": {
            "description": "The API key sent to this worker, as `Authorization: Bearer ...`. Name an environment variable rather than the key itself; secret: never reported. Default: the cluster's `api_key`, else none. Example: `api_key: ${LM_API_KEY}`.",
            "type": "string",
            "minLength": 1,
            "x-secret": true,
            "examples": ["${LM_API_KEY}"]
          },
          "tls": {
            "description": "Whether to speak HTTPS, and how: `true`, `false`, or a map of `verify`, `ca_file` and `server_name`. Default: the cluster's `tls`, else `false`. Example: `tls: { ca_file: ca.pem }`.",
            "type": ["boolean", "object"],
            "properties": {
              "verify": {
                "description": "Whether the certificate must be trusted, in its time and issued for the host. Default: `true`. Example: `verify: false`.",
                "type": "boolean",
                "default": true,
                "examples": [false]
              },
              "ca_file": {
                "description": "A PEM file with the authority to trust, relative to the cluster file. Default: the authorities that Node.js trusts. Example: `ca_file: ca.pem`.",
                "type": "string",
                "minLength": 1,
                "examples": ["ca.pem"]
              },
              "server_name": {
                "description": "The name to ask for and to expect in the certificate, where it is not the host. Default: the host. Example: `server_name: studio-1.lan`.",
                "type": "string",
                "minLength": 1,
                "examples": ["studio-1.lan"]
              }
            },
            "additionalProperties": false,
            "x-expected": "true, false, or a map of `verify`, `ca_file` and `server_name`",
            "examples": [
              true,
              {
                "ca_file": "ca.pem"
              }
            ]
          },
          "base_path": {
            "description": "The path before `/v1/...` of the API, where a proxy adds one; a slash is added in front, one at the end and `/v1` itself are left out. Default: the cluster's `base_path`, else none. Example: `base_path: /llm`.",
            "type": "string",
            "examples": ["/llm"]
          },
          "simulate": {
            "description": "How a simulated worker behaves; for type `simulated` only. Default: as its keys say. Example: `simulate: { time_to_first_token: 50ms }`.",
            "type": "object",
            "properties": {
              "time_to_first_token": {
                "description": "Time from the start of a request's service to its first token, as a duration with a unit. Default: `20ms`. Example: `time_to_first_token: 50ms`.",
                "type": "string",
                "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration such as \"50ms\"",
                "default": "20ms",
                "examples": ["50ms"]
              },
              "token_time": {
                "description": "Time of each further token, as a duration with a unit. Default: `2ms`. Example: `token_time: 10ms`.",
                "type": "string",
                "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration such as \"10ms\"",
                "default": "2ms",
                "examples": ["10ms"]
              },
              "jitter": {
                "description": "How far both times vary, as a percentage or as a factor from 0 to 1: `10%` and `0.1` are ±10 %. Default: `10%`. Example: `jitter: 25%`.",
                "type": ["string", "number"],
                "pattern": "^(\\d{1,2}(\\.\\d+)?|100)\\s?%$",
                "minimum": 0,
                "maximum": 1,
                "x-expected": "a percentage from 0% to 100%, or a number from 0 to 1",
                "default": "10%",
                "examples": ["25%", 0.25]
              },
              "seed": {
                "description": "Where the random numbers of the jitter start: the same seed gives the same times. Default: 1. Example: `seed: 7`.",
                "type": "integer",
                "minimum": 0,
                "maximum": 4294967295,
                "default": 1,
                "examples": [7]
              },
              "imitates": {
                "description": "Whose own endpoints it answers beside the OpenAI API. Default: `openai` (none). Example: `imitates: lm_studio`.",
                "type": "string",
                "enum": ["lm_studio", "ollama", "llama_cpp", "vllm", "openai"],
                "default": "openai",
                "examples": ["lm_studio"]
              },
              "jitter_distribution": {
                "description": "How the times are spread around their mean: evenly, or with a heavy tail, where `jitter` is the standard deviation over the mean. Default: `uniform`. Example: `jitter_distribution: pareto`.",
                "type": "string",
                "enum": ["uniform", "lognormal", "pareto"],
                "default": "uniform",
                "examples": ["pareto"]
              },
              "prompt_token_time": {
                "description": "Time that each token of the prompt adds before the first token, as a duration with a unit. Default: `0ms`. Example: `prompt_token_time: 200us`.",
                "type": "string",
                "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration such as \"200us\"",
                "default": "0ms",
                "examples": ["200us"]
              },
              "batch_slowdown": {
                "description": "How much slower each further request in service makes every token, as a percentage or a factor from 0 to 1. Default: `0%`. Example: `batch_slowdown: 5%`.",
                "type": ["string", "number"],
                "pattern": "^(\\d{1,2}(\\.\\d+)?|100)\\s?%$",
                "minimum": 0,
                "maximum": 1,
                "x-expected": "a percentage from 0% to 100%, or a number from 0 to 1",
                "default": "0%",
                "examples": ["5%", 0.05]
              },
              "speed": {
                "description": "How fast it is compared with its other times, which are divided by this. Default: 1. Example: `speed: 0.33`.",
                "type": "number",
                "minimum": 0.001,
                "maximum": 1000,
                "default": 1,
                "examples": [0.33]
              },
              "slots": {
                "description": "How many requests it really works on at the same time, where that is not what `max_concurrent_requests` claims. Default: `max_concurrent_requests`. Example: `slots: 1`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 100000,
                "examples": [1]
              },
              "max_queue": {
                "description": "How many requests may wait for a slot; more are answered 503 at once. Default: no bound. Example: `max_queue: 20`.",
                "type": "integer",
                "minimum": 0,
                "maximum": 1000000,
                "examples": [20]
              },
              "cold_start": {
                "description": "Time added to the first request after a start, as a duration with a unit. Default: `0ms`. Example: `cold_start: 2s`.",
                "type": "string",
                "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration such as \"2s\"",
                "default": "0ms",
                "examples": ["2s"]
              },
              "cold_after": {
                "description": "Idleness after which `cold_start` is due again, as a duration with a unit. Default: never. Example: `cold_after: 60s`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"60s\"",
                "examples": ["60s"]
              },
              "load_time": {
                "description": "Time after a start in which the model is loading and requests are answered 503, as a duration with a unit. Default: `0ms`. Example: `load_time: 5s`.",
                "type": "string",
                "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration such as \"5s\"",
                "default": "0ms",
                "examples": ["5s"]
              },
              "throttle": {
                "description": "How it gets slower when it is hot; work heats it and idleness cools it at the same rate. Default: never. Example: `throttle: { after: 30s, factor: 1.5, ramp: 10s }`.",
                "type": "object",
                "properties": {
                  "after": {
                    "description": "Time of work until it gets slower, as a duration with a unit. Default: `30s`. Example: `after: 60s`.",
                    "type": "string",
                    "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                    "x-expected": "a duration such as \"60s\"",
                    "default": "30s",
                    "examples": ["60s"]
                  },
                  "factor": {
                    "description": "How many times slower it is in the end. Default: 1.5. Example: `factor: 2`.",
                    "type": "number",
                    "minimum": 1,
                    "maximum": 1000,
                    "default": 1.5,
                    "examples": [2]
                  },
                  "ramp": {
                    "description": "Time of work from the first slowing to the whole factor, as a duration with a unit. Default: `10s`. Example: `ramp: 5s`.",
                    "type": "string",
                    "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                    "x-expected": "a duration such as \"5s\"",
                    "default": "10s",
                    "examples": ["5s"]
                  }
                },
                "additionalProperties": false,
                "examples": [
                  {
                    "after": "30s",
                    "factor": 1.5,
                    "ramp": "10s"
                  }
                ]
              },
              "faults": {
                "description": "Faults that come by themselves; all are listed in the page on the simulator. Default: none. Example: `faults: [{ kind: error, probability: 5% }]`.",
                "type": "array",
                "items": {
                  "description": "One fault. Example: `{ kind: slow, factor: 3, after: 10s, for: 5s }`.",
                  "type": "object",
                  "properties": {
                    "kind": {
                      "description": "What goes wrong. Required. Example: `kind: rate_limit`.",
                      "type": "string",
                      "enum": [
                        "refuse",
                        "hang",
                        "slow",
                        "rate_limit",
                        "error",
                        "unauthorized",
                        "reset",
                        "garbage",
                        "truncated_json",
                        "truncated_body",
                        "wrong_model",
                        "death"
                      ],
                      "examples": ["rate_limit"]
                    },
                    "probability": {
                      "description": "The share of requests that it meets, as a percentage or a number from 0 to 1; drawn from the seed. Of `refuse` and `death`: how likely it is to happen at all. Default: `100%`. Example: `probability: 10%`.",
                      "type": ["string", "number"],
                      "pattern": "^(\\d{1,2}(\\.\\d+)?|100)\\s?%$",
                      "minimum": 0,
                      "maximum": 1,
                      "x-expected": "a percentage from 0% to 100%, or a number from 0 to 1",
                      "default": "100%",
                      "examples": ["10%", 0.1]
                    },
                    "after": {
                      "description": "When it begins: time from the start of the worker, or from the moment it is switched on, as a duration with a unit. Default: `0ms`. Example: `after: 10s`.",
                      "type": "string",
                      "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                      "x-expected": "a duration such as \"10s\"",
                      "default": "0ms",
                      "examples": ["10s"]
                    },
                    "for": {
                      "description": "How long it lasts, as a duration with a unit. Default: until it is switched off. Example: `for: 5s`.",
                      "type": "string",
                      "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                      "x-expected": "a duration above zero such as \"5s\"",
                      "examples": ["5s"]
                    },
                    "scope": {
                      "description": "Which requests it meets: `generation`, those that ask for tokens or embeddings, or `all`. Default: as the kind has it. Example: `scope: generation`.",
                      "type": "string",
                      "enum": ["generation", "all"],
                      "examples": ["generation"]
                    },
                    "factor": {
                      "description": "How many times slower; of `slow` only. Default: 3. Example: `factor: 10`.",
                      "type": "number",
                      "minimum": 1,
                      "maximum": 100000,
                      "default": 3,
                      "examples": [10]
                    },
                    "retry_after": {
                      "description": "What `Retry-After` tells, rounded up to seconds; of `rate_limit` only. Default: `1s`. Example: `retry_after: 5s`.",
                      "type": "string",
                      "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                      "x-expected": "a duration such as \"5s\"",
                      "default": "1s",
                      "examples": ["5s"]
                    },
                    "model": {
                      "description": "The model that it names instead of its own; of `wrong_model` only. Default: its own with `-other` behind it. Example: `model: phi-3`.",
                      "type": "string",
                      "minLength": 1,
                      "examples": ["phi-3"]
                    }
                  },
                  "required": ["kind"],
                  "additionalProperties": false,
                  "examples": [
                    {
                      "kind": "slow",
                      "factor": 3,
                      "after": "10s",
                      "for": "5s"
                    }
                  ]
                },
                "default": [],
                "examples": [
                  [
                    {
                      "kind": "error",
                      "probability": "5%"
                    }
                  ]
                ]
              },
              "record": {
                "description": "Whether it remembers what became of each of the last 100000 requests. Default: `false`. Example: `record: true`.",
                "type": "boolean",
                "default": false,
                "examples": [true]
              }
            },
            "additionalProperties": false,
            "examples": [
              {
                "time_to_first_token": "50ms"
              }
            ]
          }
        },
        "required": ["id", "host", "port"],
        "if": {
          "properties": {
            "type": {
              "const": "simulated"
            }
          },
          "required": ["type"]
        },
        "else": {
          "properties": {
            "port": {
              "type": "integer",
              "minimum": 1,
              "maximum": 65535,
              "x-expected": "a whole number from 1 to 65535"
            }
          }
        },
        "additionalProperties": false
      }
    }
  },
  "workload": {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "https://clustergate.dev/schemas/workload.schema.json",
    "title": "Clustergate workload",
    "description": "What is sent to a cluster: the prompts, how long their answers may be, in which order.",
    "allOf": [
      {
        "$ref": "#/$defs/workload"
      }
    ],
    "$defs": {
      "workload": {
        "title": "WorkloadFile",
        "description": "A workload: its prompts (the key `prompts`, `generate` or `mix`) and how they are sent.",
        "x-choice": "source",
        "x-expected": "a map with one of prompts, generate, mix",
        "type": "object",
        "properties": {
          "$schema": {
            "description": "The schema that editors check this file against. Example: `$schema: ../../schemas/workload.schema.json`.",
            "type": "string",
            "examples": ["../../schemas/workload.schema.json"]
          },
          "name": {
            "description": "What reports call it. Default: the file's name, or `inline`. Example: `name: support-chat`.",
            "type": "string",
            "minLength": 1,
            "examples": ["support-chat"]
          },
          "description": {
            "description": "What it stands for, in a sentence. Default: none. Example: `description: Questions of our support desk.`.",
            "type": "string",
            "minLength": 1,
            "examples": ["Questions of our support desk."]
          },
          "prompts": {
            "description": "The prompts: a list of texts or conversations, or where they come from (`file`, `folder`, `generate`). Each is a request of its own, or one per document where there are `documents`. Example: `prompts: [What is the capital of Portugal?, Name three rivers.]`.",
            "$ref": "#/$defs/prompts",
            "examples": [
              ["What is the capital of Portugal?"],
              {
                "file": "questions.jsonl"
              }
            ]
          },
          "documents": {
            "description": "Texts that every prompt is asked of: 100 documents and 5 prompts are 500 requests, all prompts of a document one after the other. Written as `prompts` are. Default: none. Example: `documents: { folder: papers }`.",
            "$ref": "#/$defs/prompts",
            "examples": [
              {
                "folder": "papers"
              }
            ]
          },
          "template": {
            "description": "How a document and a prompt become one text. With the document first, a worker that caches prefixes reads it once for all prompts. Default: document, empty line, prompt. Example: `template: \"{prompt} {document}\"`.",
            "type": "string",
            "pattern": "^(?=[\\s\\S]*\\{document\\})(?=[\\s\\S]*\\{prompt\\})",
            "x-expected": "a text with {document} and {prompt} in it",
            "examples": ["{prompt} {document}"]
          },
          "generate": {
            "description": "Prompts of seeded words: short for `prompts: { generate: ... }`. Example: `generate: { tokens: 512 }`.",
            "$ref": "#/$defs/generate",
            "examples": [
              {
                "tokens": 512
              }
            ]
          },
          "mix": {
            "description": "Several workloads in one, by weight. Each keeps its own prompts, lengths and order. Example: `mix: [{ weight: 3, workload: short-chat }, { weight: 1, workload: long-context }]`.",
            "type": "array",
            "minItems": 1,
            "maxItems": 32,
            "items": {
              "$ref": "#/$defs/part"
            },
            "examples": [
              [
                {
                  "weight": 3,
                  "workload": "short-chat"
                },
                {
                  "weight": 1,
                  "workload": "long-context"
                }
              ]
            ]
          },
          "system": {
            "description": "The system message of each request; a conversation that begins with one of its own keeps that. Default: none. Example: `system: Answer in one sentence.`.",
            "type": "string",
            "minLength": 1,
            "examples": ["Answer in one sentence."]
          },
          "max_tokens": {
            "description": "How long each answer may be, in tokens: a number, or a distribution that each request draws its own from. A check that has `max_tokens` itself overrides it. Default: 128. Example: `max_tokens: { uniform: { min: 16, max: 256 } }`.",
            "$ref": "#/$defs/tokens",
            "default": 128,
            "examples": [
              64,
              {
                "uniform": {
                  "min": 16,
                  "max": 256
                }
              }
            ]
          },
          "temperature": {
            "description": "How freely the worker chooses words, from 0 to 2. Default: not sent, so that the worker decides. Example: `temperature: 0`.",
            "type": "number",
            "minimum": 0,
            "maximum": 2,
            "examples": [0]
          },
          "stream": {
            "description": "Whether answers come piece by piece, of which first tokens are known; the worker is then asked to count its tokens (`stream_options: { include_usage: true }`). Default: false. Example: `stream: true`.",
            "type": "boolean",
            "default": false,
            "examples": [true]
          },
          "body": {
            "description": "More fields of each request's JSON body, as the worker knows them. Default: none. Example: `body: { ignore_eos: true, top_p: 0.9 }`.",
            "type": "object",
            "additionalProperties": true,
            "examples": [
              {
                "ignore_eos": true,
                "top_p": 0.9
              }
            ]
          },
          "seed": {
            "description": "What all chance follows from (generated words, drawn lengths, shuffled order): with the same seed, the n-th request is the same in every run. Default: 1. Example: `seed: 7`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1,
            "examples": [7]
          },
          "order": {
            "description": "In which order requests are sent: as they are written, or shuffled by the seed. Default: `sequential`. Example: `order: shuffled`.",
            "type": "string",
            "enum": ["sequential", "shuffled"],
            "default": "sequential",
            "examples": ["shuffled"]
          }
        },
        "oneOf": [
          {
            "required": ["prompts"]
          },
          {
            "required": ["generate"]
          },
          {
            "required": ["mix"]
          }
        ],
        "allOf": [
          {
            "not": {
              "required": ["generate", "documents"]
            }
          },
          {
            "not": {
              "required": ["mix", "documents"]
            }
          },
          {
            "not": {
              "required": ["mix", "system"]
            }
          },
          {
            "not": {
              "required": ["mix", "max_tokens"]
            }
          },
          {
            "not": {
              "required": ["mix", "temperature"]
            }
          },
          {
            "not": {
              "required": ["mix", "stream"]
            }
          },
          {
            "not": {
              "required": ["mix", "body"]
            }
          },
          {
            "if": {
              "required": ["template"]
            },
            "then": {
              "required": ["documents"]
            }
          }
        ],
        "additionalProperties": false
      },
      "reference": {
        "title": "WorkloadReference",
        "description": "A workload: its name, the path of its file, or written in place.",
        "if": {
          "type": "object"
        },
        "then": {
          "$ref": "#/$defs/workload"
        },
        "else": {
          "type": "string",
          "minLength": 1,
          "x-expected": "the name of a workload, the path of its file, or a map with one of prompts, generate, mix"
        }
      },
      "prompts": {
        "title": "WorkloadPrompts",
        "description": "Texts or conversations: listed, or where they come from.",
        "if": {
          "type": "array"
        },
        "then": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/prompt"
          }
        },
        "else": {
          "$ref": "#/$defs/texts"
        }
      },
      "prompt": {
        "title": "WorkloadPrompt",
        "description": "A text, or a conversation as a list of messages.",
        "type": ["string", "array"],
        "minLength": 1,
        "pattern": "\\S",
        "minItems": 1,
        "x-expected": "a text, or a list of messages such as { role: user, content: Hello }",
        "items": {
          "$ref": "#/$defs/message"
        }
      },
      "message": {
        "title": "WorkloadMessage",
        "description": "One message of a conversation.",
        "type": "object",
        "properties": {
          "role": {
            "description": "Who says it. Required. Example: `role: user`.",
            "type": "string",
            "enum": ["system", "developer", "user", "assistant", "tool"],
            "examples": ["user"]
          },
          "content": {
            "description": "What is said: a text, or a list of parts as the API knows them. Required. Example: `content: Hello.`.",
            "type": ["string", "array"],
            "items": {
              "type": "object",
              "additionalProperties": true
            },
            "examples": ["Hello."]
          }
        },
        "required": ["role", "content"],
        "additionalProperties": false
      },
      "texts": {
        "title": "WorkloadTexts",
        "description": "Where texts come from: a file, a folder, or words by chance.",
        "x-choice": "file",
        "x-expected": "a list, or a map with one of file, folder, generate",
        "type": "object",
        "properties": {
          "file": {
            "description": "A file of many texts: JSONL (one JSON text or object per line), CSV or TSV (with a head line), or plain text. Paths start at the file that names them. Example: `file: questions.jsonl`.",
            "type": "string",
            "minLength": 1,
            "examples": ["questions.jsonl"]
          },
          "folder": {
            "description": "A folder of plain text files (`.txt`, `.md`): each is one text, in the order of their names. Example: `folder: papers`.",
            "type": "string",
            "minLength": 1,
            "examples": ["papers"]
          },
          "generate": {
            "description": "Texts of seeded words, or of sentences that are given. Example: `generate: { tokens: 2000, count: 100 }`.",
            "$ref": "#/$defs/generate",
            "examples": [
              {
                "tokens": 2000,
                "count": 100
              }
            ]
          },
          "format": {
            "description": "What the file is. Default: by its name (`.jsonl`, `.ndjson`, `.csv`, `.tsv`, `.txt`, `.md`). Example: `format: jsonl`.",
            "type": "string",
            "enum": ["jsonl", "csv", "tsv", "text"],
            "examples": ["jsonl"]
          },
          "column": {
            "description": "Which column of a CSV file, or key of a JSONL line, holds the prompt. Default: `prompt`, else `messages`. Example: `column: question`.",
            "type": "string",
            "minLength": 1,
            "examples": ["question"]
          },
          "each": {
            "description": "What of a plain text file is one text: a line, a paragraph (up to an empty line), or the whole file. Default: `line`. Example: `each: paragraph`.",
            "type": "string",
            "enum": ["line", "paragraph", "file"],
            "default": "line",
            "examples": ["paragraph"]
          }
        },
        "oneOf": [
          {
            "required": ["file"]
          },
          {
            "required": ["folder"]
          },
          {
            "required": ["generate"]
          }
        ],
        "allOf": [
          {
            "not": {
              "required": ["folder", "format"]
            }
          },
          {
            "not": {
              "required": ["folder", "column"]
            }
          },
          {
            "not": {
              "required": ["folder", "each"]
            }
          },
          {
            "not": {
              "required": ["generate", "format"]
            }
          },
          {
            "not": {
              "required": ["generate", "column"]
            }
          },
          {
            "not": {
              "required": ["generate", "each"]
            }
          }
        ],
        "additionalProperties": false
      },
      "generate": {
        "title": "WorkloadGenerate",
        "description": "Texts that are made up by the seed. Each begins with its number, so that no two share a beginning that a worker could cache.",
        "type": "object",
        "properties": {
          "tokens": {
            "description": "How long each text is, in tokens of 4 characters: a number, or a distribution. Required. Example: `tokens: { lognormal: { mean: 512, stddev: 256 } }`.",
            "$ref": "#/$defs/tokens",
            "examples": [
              512,
              {
                "lognormal": {
                  "mean": 512,
                  "stddev": 256
                }
              }
            ]
          },
          "count": {
            "description": "How many there are before they begin again; documents, and prompts that are asked of documents, need it. Default: no end. Example: `count: 100`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "examples": [100]
          },
          "from": {
            "description": "Texts whose sentences are put together by chance, written as `prompts` are. Default: common English words. Example: `from: { file: essays.txt, each: paragraph }`.",
            "$ref": "#/$defs/prompts",
            "examples": [
              {
                "file": "essays.txt",
                "each": "paragraph"
              }
            ]
          }
        },
        "required": ["tokens"],
        "additionalProperties": false
      },
      "tokens": {
        "title": "WorkloadTokens",
        "description": "A number of tokens, or a distribution to draw it from. What is drawn outside of `min` and `max` is set to them.",
        "type": ["integer", "object"],
        "minimum": 1,
        "maximum": 1000000,
        "x-expected": "a whole number from 1 to 1000000, or a map with one of normal, lognormal, uniform",
        "properties": {
          "normal": {
            "description": "A normal distribution. Example: `normal: { mean: 512, stddev: 128 }`.",
            "$ref": "#/$defs/bell",
            "examples": [
              {
                "mean": 512,
                "stddev": 128
              }
            ]
          },
          "lognormal": {
            "description": "A lognormal distribution, as lengths of real prompts have it: most are short, a few are very long. Example: `lognormal: { mean: 512, stddev: 512, max: 4096 }`.",
            "$ref": "#/$defs/bell",
            "examples": [
              {
                "mean": 512,
                "stddev": 512,
                "max": 4096
              }
            ]
          },
          "uniform": {
            "description": "Every length from `min` to `max` as often. Example: `uniform: { min: 16, max: 256 }`.",
            "type": "object",
            "properties": {
              "min": {
                "description": "The least tokens. Required. Example: `min: 16`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 1000000,
                "examples": [16]
              },
              "max": {
                "description": "The most tokens. Required. Example: `max: 256`.",
                "type": "integer",
                "minimum": 1,
                "maximum": 1000000,
                "examples": [256]
              }
            },
            "required": ["min", "max"],
            "additionalProperties": false,
            "examples": [
              {
                "min": 16,
                "max": 256
              }
            ]
          }
        },
        "if": {
          "type": "object"
        },
        "then": {
          "x-choice": "distribution",
          "oneOf": [
            {
              "required": ["normal"]
            },
            {
              "required": ["lognormal"]
            },
            {
              "required": ["uniform"]
            }
          ]
        },
        "additionalProperties": false
      },
      "bell": {
        "title": "WorkloadBell",
        "description": "A distribution by its mean and standard deviation.",
        "type": "object",
        "properties": {
          "mean": {
            "description": "The mean, in tokens. Required. Example: `mean: 512`.",
            "type": "number",
            "minimum": 1,
            "maximum": 1000000,
            "examples": [512]
          },
          "stddev": {
            "description": "The standard deviation, in tokens. Required. Example: `stddev: 128`.",
            "type": "number",
            "minimum": 0,
            "maximum": 1000000,
            "examples": [128]
          },
          "min": {
            "description": "The least tokens. Default: 1. Example: `min: 16`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 1,
            "examples": [16]
          },
          "max": {
            "description": "The most tokens. Default: 1000000. Example: `max: 4096`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "default": 1000000,
            "examples": [4096]
          }
        },
        "required": ["mean", "stddev"],
        "additionalProperties": false
      },
      "part": {
        "title": "WorkloadPart",
        "description": "One workload of a mix.",
        "type": "object",
        "properties": {
          "weight": {
            "description": "How many of its requests are sent for each of another with weight 1. Default: 1. Example: `weight: 3`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "default": 1,
            "examples": [3]
          },
          "workload": {
            "description": "The workload: its name, the path of its file, or written in place. Required. Example: `workload: short-chat`.",
            "$ref": "#/$defs/reference",
            "examples": [
              "short-chat",
              {
                "generate": {
                  "tokens": 512
                }
              }
            ]
          }
        },
        "required": ["workload"],
        "additionalProperties": false
      }
    }
  },
  "checks": {
    "adapt": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/adapt.schema.json",
      "title": "adapt",
      "description": "Makes a simulated worker slower under a load, or takes the slowest there is, and holds its share of the load against its share of the capacity. Example: `adapt: { slower: 3x }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "requests": {
          "description": "How many requests are sent and counted. Default: 300. Example: `requests: 600`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000,
          "default": 300,
          "examples": [600]
        },
        "concurrency": {
          "description": "How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [15]
        },
        "worker": {
          "description": "The id of the worker that it happens to. Default: the last of the selected ones. Example: `worker: mac-studio-3`.",
          "type": "string",
          "minLength": 1,
          "examples": ["mac-studio-3"]
        },
        "slower": {
          "description": "How many times slower a simulated worker is made. Other workers are left as they are. Default: `3x`. Example: `slower: 2x`.",
          "type": "string",
          "pattern": "^\\d{1,4}(\\.\\d+)?\\s?[x×]$",
          "x-expected": "a multiplier such as \"2x\"",
          "default": "3x",
          "examples": ["2x"]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "examples": ["round_robin"]
        },
        "warmup": {
          "description": "How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "default": 30,
          "examples": [60]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `adapt` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "slow.share": {
              "description": "Share of the load that the slow worker serves. Judged with the interval that the sample allows. Example: `slow.share: < 25%`.",
              "x-dimension": "percentage",
              "examples": ["< 25%"]
            },
            "slow.share_before": {
              "description": "Its share before it was slow; no data where nothing was made slower. Example: `slow.share_before: 33% ± 5%`.",
              "x-dimension": "percentage",
              "examples": ["33% ± 5%"]
            },
            "slow.capacity_share": {
              "description": "Its share of the cluster's capacity: slots over mean service time. Example: `slow.capacity_share: < 20%`.",
              "x-dimension": "percentage",
              "examples": ["< 20%"]
            },
            "slow.share_to_capacity": {
              "description": "Its share of the load over its share of the capacity; 1x follows the capacity exactly. Judged with the interval that the sample allows. Example: `slow.share_to_capacity: 1x ± 25%`.",
              "x-dimension": "multiplier",
              "examples": ["1x ± 25%"]
            },
            "slow.service_time": {
              "description": "Its mean service time. Example: `slow.service_time: \"> 100ms\"`.",
              "x-dimension": "duration",
              "examples": ["> 100ms"]
            },
            "slow.worker": {
              "description": "Which worker that is. Example: `slow.worker: mac-studio-3`.",
              "x-dimension": "text",
              "examples": ["mac-studio-3"]
            },
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "requests": {
              "description": "How many requests ended. Example: `requests: 300`.",
              "x-dimension": "count",
              "examples": [300]
            },
            "failed": {
              "description": "How many of them got no such answer. Example: `failed: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "retries": {
              "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "throughput": {
              "description": "Requests that ended per second. Example: `throughput: \"> 100/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 100/s"]
            },
            "latency.avg": {
              "description": "Mean time from the arrival of a request to the end of its answer, waiting included. Example: `latency.avg: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "latency.p50": {
              "description": "Median of these times. Example: `latency.p50: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "latency.p95": {
              "description": "95th percentile of these times. Example: `latency.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "latency.p99": {
              "description": "99th percentile of these times. Example: `latency.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.max": {
              "description": "The longest of these times. Example: `latency.max: < 5s`.",
              "x-dimension": "duration",
              "examples": ["< 5s"]
            },
            "queue_wait.avg": {
              "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "queue_wait.p95": {
              "description": "95th percentile of these times. Example: `queue_wait.p95: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.max": {
              "description": "The longest of these times. Example: `queue_wait.max: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "fairness": {
              "description": "The longest wait over the mean wait: large where some are passed over. No data where nobody waited. Example: `fairness: < 10x`.",
              "x-dimension": "multiplier",
              "examples": ["< 10x"]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "in_flight.max": {
              "description": "The most requests that one worker had under way. Example: `in_flight.max: <= 5`.",
              "x-dimension": "count",
              "examples": ["<= 5"]
            },
            "imbalance": {
              "description": "The largest share over the mean share; 1x is even. Example: `imbalance: < 1.2x`.",
              "x-dimension": "multiplier",
              "examples": ["< 1.2x"]
            },
            "optimality_gap": {
              "description": "How much longer the whole load took than it had to: against the least time in which the workers' own service times allow it. Example: `optimality_gap: < 15%`.",
              "x-dimension": "percentage",
              "examples": ["< 15%"]
            },
            "service_time.avg": {
              "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "first_token.p50": {
              "description": "Median time from the sending of a request to a worker to the first piece of its answer. Example: `first_token.p50: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "strategy": {
              "description": "By which rule the workers were chosen. Example: `strategy: hybrid`.",
              "x-dimension": "text",
              "examples": ["hybrid"]
            }
          },
          "patternProperties": {
            "^share\\..+": {
              "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Judged with the interval that the sample allows. Example: `share.each: 33% ± 5%`.",
              "x-dimension": "percentage",
              "examples": ["33% ± 5%"]
            },
            "^capacity_share\\..+": {
              "description": "Share of the cluster's capacity that a worker has: its slots over its mean service time. Example: `capacity_share.mac-studio-1: \"> 20%\"`.",
              "x-dimension": "percentage",
              "examples": ["> 20%"]
            },
            "^share_to_capacity\\..+": {
              "description": "A worker's share of the load over its share of the capacity; `share_to_capacity.each` is that of every worker. Judged with the interval that the sample allows. Example: `share_to_capacity.each: 1x ± 20%`.",
              "x-dimension": "multiplier",
              "examples": ["1x ± 20%"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "affinity": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/affinity.schema.json",
      "title": "affinity",
      "description": "Sends requests of several sessions and says whether each session stays with one worker, whose cache knows it. Example: `affinity: { sessions: 12 }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "sessions": {
          "description": "How many sessions there are. Default: 12. Example: `sessions: 30`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 10000,
          "default": 12,
          "examples": [30]
        },
        "requests_per_session": {
          "description": "How many requests each sends, one after the other. Default: 10. Example: `requests_per_session: 20`.",
          "type": "integer",
          "minimum": 2,
          "maximum": 10000,
          "default": 10,
          "examples": [20]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: `cache_affinity`. Example: `strategy: cache_affinity`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "default": "cache_affinity",
          "examples": ["cache_affinity"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `affinity` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "affinity": {
              "description": "Share of the requests that went to the worker that got most of their session's. Example: `affinity: \">= 90%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 90%"]
            },
            "affinity.worst": {
              "description": "The same of the session that was torn most. Example: `affinity.worst: \">= 60%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 60%"]
            },
            "sessions_moved": {
              "description": "How many sessions were served by more than one worker. Example: `sessions_moved: <= 2`.",
              "x-dimension": "count",
              "examples": ["<= 2"]
            },
            "chance": {
              "description": "The affinity that random choices would reach on average. Example: `chance: < 60%`.",
              "x-dimension": "percentage",
              "examples": ["< 60%"]
            },
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "requests": {
              "description": "How many requests ended. Example: `requests: 300`.",
              "x-dimension": "count",
              "examples": [300]
            },
            "failed": {
              "description": "How many of them got no such answer. Example: `failed: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "retries": {
              "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "throughput": {
              "description": "Requests that ended per second. Example: `throughput: \"> 100/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 100/s"]
            },
            "latency.avg": {
              "description": "Mean time from the arrival of a request to the end of its answer, waiting included. Example: `latency.avg: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "latency.p50": {
              "description": "Median of these times. Example: `latency.p50: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "latency.p95": {
              "description": "95th percentile of these times. Example: `latency.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "latency.p99": {
              "description": "99th percentile of these times. Example: `latency.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.max": {
              "description": "The longest of these times. Example: `latency.max: < 5s`.",
              "x-dimension": "duration",
              "examples": ["< 5s"]
            },
            "imbalance": {
              "description": "The largest share over the mean share; 1x is even. Example: `imbalance: < 1.2x`.",
              "x-dimension": "multiplier",
              "examples": ["< 1.2x"]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "strategy": {
              "description": "By which rule the workers were chosen. Example: `strategy: hybrid`.",
              "x-dimension": "text",
              "examples": ["hybrid"]
            }
          },
          "patternProperties": {
            "^share\\..+": {
              "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Judged with the interval that the sample allows. Example: `share.each: 33% ± 5%`.",
              "x-dimension": "percentage",
              "examples": ["33% ± 5%"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "balance": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/balance.schema.json",
      "title": "balance",
      "description": "Sends a load through the built-in balancer and says how it was spread over the workers. Example: `balance: { requests: 300, concurrency: 15 }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "requests": {
          "description": "How many requests are sent and counted. Default: 300. Example: `requests: 600`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000,
          "default": 300,
          "examples": [600]
        },
        "concurrency": {
          "description": "How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [15]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "examples": ["round_robin"]
        },
        "warmup": {
          "description": "How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "default": 30,
          "examples": [60]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `balance` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "requests": {
              "description": "How many requests ended. Example: `requests: 300`.",
              "x-dimension": "count",
              "examples": [300]
            },
            "failed": {
              "description": "How many of them got no such answer. Example: `failed: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "retries": {
              "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "throughput": {
              "description": "Requests that ended per second. Example: `throughput: \"> 100/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 100/s"]
            },
            "latency.avg": {
              "description": "Mean time from the arrival of a request to the end of its answer, waiting included. Example: `latency.avg: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "latency.p50": {
              "description": "Median of these times. Example: `latency.p50: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "latency.p95": {
              "description": "95th percentile of these times. Example: `latency.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "latency.p99": {
              "description": "99th percentile of these times. Example: `latency.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.max": {
              "description": "The longest of these times. Example: `latency.max: < 5s`.",
              "x-dimension": "duration",
              "examples": ["< 5s"]
            },
            "queue_wait.avg": {
              "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "queue_wait.p95": {
              "description": "95th percentile of these times. Example: `queue_wait.p95: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.max": {
              "description": "The longest of these times. Example: `queue_wait.max: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "fairness": {
              "description": "The longest wait over the mean wait: large where some are passed over. No data where nobody waited. Example: `fairness: < 10x`.",
              "x-dimension": "multiplier",
              "examples": ["< 10x"]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "in_flight.max": {
              "description": "The most requests that one worker had under way. Example: `in_flight.max: <= 5`.",
              "x-dimension": "count",
              "examples": ["<= 5"]
            },
            "imbalance": {
              "description": "The largest share over the mean share; 1x is even. Example: `imbalance: < 1.2x`.",
              "x-dimension": "multiplier",
              "examples": ["< 1.2x"]
            },
            "optimality_gap": {
              "description": "How much longer the whole load took than it had to: against the least time in which the workers' own service times allow it. Example: `optimality_gap: < 15%`.",
              "x-dimension": "percentage",
              "examples": ["< 15%"]
            },
            "service_time.avg": {
              "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "first_token.p50": {
              "description": "Median time from the sending of a request to a worker to the first piece of its answer. Example: `first_token.p50: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "strategy": {
              "description": "By which rule the workers were chosen. Example: `strategy: hybrid`.",
              "x-dimension": "text",
              "examples": ["hybrid"]
            }
          },
          "patternProperties": {
            "^share\\..+": {
              "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Judged with the interval that the sample allows. Example: `share.each: 33% ± 5%`.",
              "x-dimension": "percentage",
              "examples": ["33% ± 5%"]
            },
            "^capacity_share\\..+": {
              "description": "Share of the cluster's capacity that a worker has: its slots over its mean service time. Example: `capacity_share.mac-studio-1: \"> 20%\"`.",
              "x-dimension": "percentage",
              "examples": ["> 20%"]
            },
            "^share_to_capacity\\..+": {
              "description": "A worker's share of the load over its share of the capacity; `share_to_capacity.each` is that of every worker. Judged with the interval that the sample allows. Example: `share_to_capacity.each: 1x ± 20%`.",
              "x-dimension": "multiplier",
              "examples": ["1x ± 20%"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "batch": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/batch.schema.json",
      "title": "batch",
      "description": "Sends a number of tasks that are all there from the start, and says when the last one is done. Example: `batch: { tasks: 500, workload: research-papers }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "tasks": {
          "description": "How many tasks there are. Default: as many as the workload has, such as 100 documents × 5 prompts; 100 for one that has no end. Example: `tasks: 500`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000,
          "examples": [500]
        },
        "concurrency": {
          "description": "How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [15]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "stream": {
          "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
          "type": "boolean",
          "examples": [true]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "examples": ["round_robin"]
        },
        "warmup": {
          "description": "How many requests are sent first and not counted. Default: as many as `concurrency`. Example: `warmup: 15`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "examples": [15]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `batch` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "makespan": {
              "description": "Time from the start of the first task to the end of the last one. No data where the batch was stopped. Example: `makespan: < 7m`.",
              "x-dimension": "duration",
              "examples": ["< 7m"]
            },
            "tasks_per_minute": {
              "description": "Good answers per minute of the makespan. No data where the batch was stopped. Example: `tasks_per_minute: \">= 71\"`.",
              "x-dimension": "count",
              "examples": [">= 71"]
            },
            "tasks": {
              "description": "How many tasks ended. Example: `tasks: 500`.",
              "x-dimension": "count",
              "examples": [500]
            },
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "failed": {
              "description": "How many of them got no such answer. Example: `failed: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "retries": {
              "description": "How often a task was sent again to another worker. Example: `retries: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "throughput": {
              "description": "Good answers per second. Example: `throughput: \"> 1/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 1/s"]
            },
            "tokens_per_second.output": {
              "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 500/s"]
            },
            "tokens_per_second.input": {
              "description": "Tokens that they read per second. Example: `tokens_per_second.input: \"> 1000/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 1000/s"]
            },
            "latency.avg": {
              "description": "Mean time from the intended start of a request to the end of its answer, waiting included. Example: `latency.avg: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p50": {
              "description": "Median of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p50: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p90": {
              "description": "90th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p90: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p95": {
              "description": "95th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p95: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p99": {
              "description": "99th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p99.9": {
              "description": "99.9th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99.9: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.max": {
              "description": "The longest of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.max: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "ttft.p50": {
              "description": "Median of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p50: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "ttft.p95": {
              "description": "95th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "queue_wait.avg": {
              "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.p95": {
              "description": "95th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p95: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "service_time.avg": {
              "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "service_time.p95": {
              "description": "95th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "tail": {
              "description": "Part of the makespan that passed after the first slot had got free for which no task was left: from there on ever more slots idle. Example: `tail: < 10%`.",
              "x-dimension": "percentage",
              "examples": ["< 10%"]
            },
            "optimality_gap": {
              "description": "How much longer the whole batch took than it had to: against the least time in which the workers' own service times allow it. No data where a task failed. Example: `optimality_gap: < 15%`.",
              "x-dimension": "percentage",
              "examples": ["< 15%"]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "imbalance": {
              "description": "The largest share over the mean share; 1x is even. Example: `imbalance: < 1.2x`.",
              "x-dimension": "multiplier",
              "examples": ["< 1.2x"]
            },
            "strategy": {
              "description": "By which rule the workers were chosen. Example: `strategy: hybrid`.",
              "x-dimension": "text",
              "examples": ["hybrid"]
            }
          },
          "patternProperties": {
            "^share\\..+": {
              "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Judged with the interval that the sample allows. Example: `share.each: 33% ± 5%`.",
              "x-dimension": "percentage",
              "examples": ["33% ± 5%"]
            },
            "^capacity_share\\..+": {
              "description": "Share of the cluster's capacity that a worker has: its slots over its mean service time. Example: `capacity_share.mac-studio-1: \"> 20%\"`.",
              "x-dimension": "percentage",
              "examples": ["> 20%"]
            },
            "^share_to_capacity\\..+": {
              "description": "A worker's share of the load over its share of the capacity; `share_to_capacity.each` is that of every worker. Judged with the interval that the sample allows. Example: `share_to_capacity.each: 1x ± 20%`.",
              "x-dimension": "multiplier",
              "examples": ["1x ± 20%"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "benchmark": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/benchmark.schema.json",
      "title": "benchmark",
      "description": "Measures throughput and latency at one or more levels of concurrency, against a baseline where one is given, in turns. Example: `benchmark: { concurrency: [5, 15], compare: { baseline: first, candidate: all } }`.",
      "x-scope": "cluster",
      "x-labels": {
        "concurrency": "integer",
        "workers": "integer",
        "load": "percentage"
      },
      "type": ["object", "null"],
      "properties": {
        "requests": {
          "description": "How many requests are sent and counted at each level, by each side, in each repetition. Default: 100. Example: `requests: 300`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000,
          "default": 100,
          "examples": [300]
        },
        "concurrency": {
          "description": "How many requests are under way at any time, waiting ones included: one level or a list. Default: 1, 2, the slots of one worker, and all slots. Example: `concurrency: [5, 15]`.",
          "anyOf": [
            {
              "type": "integer",
              "minimum": 1,
              "maximum": 100000
            },
            {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": 1,
                "maximum": 100000
              },
              "minItems": 1,
              "maxItems": 50,
              "uniqueItems": true
            }
          ],
          "x-expected": "a whole number from 1 to 100000, or a list of such",
          "examples": [[1, 5, 10, 20, 50, 100], 15]
        },
        "workers": {
          "description": "Measures the first so many of the selected workers: one number or a list. Without `concurrency`, each number runs at all slots of its workers. Default: all selected workers. Example: `workers: [1, 3, 5]`.",
          "anyOf": [
            {
              "type": "integer",
              "minimum": 1,
              "maximum": 1000
            },
            {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": 1,
                "maximum": 1000
              },
              "minItems": 1,
              "maxItems": 50,
              "uniqueItems": true
            }
          ],
          "x-expected": "a whole number from 1 to 1000, or a list of such",
          "examples": [[1, 2, 3, 5, 10]]
        },
        "repetitions": {
          "description": "How often each level is measured at least; the sides take turns (A B B A). Below 3 nothing is known of the spread, and values are judged as they are. Default: 3. Example: `repetitions: 5`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100,
          "default": 3,
          "examples": [5]
        },
        "max_repetitions": {
          "description": "How often it is measured at most: a level is repeated until its conditions are decided. Default: 10, or `repetitions` where that is more. Example: `max_repetitions: 20`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 200,
          "examples": [20]
        },
        "confidence": {
          "description": "How sure an interval must be, all looks at it taken together, as a percentage. Default: `99%`. Example: `confidence: 95%`.",
          "type": "string",
          "pattern": "^(?:5\\d|[6-9]\\d)(\\.\\d{1,3})?\\s?%$",
          "x-expected": "a percentage from 50% to below 100%, such as \"95%\"",
          "default": "99%",
          "examples": ["95%"]
        },
        "compare": {
          "description": "Whom the speedup compares, at the same concurrency. Default: nobody; with `workers`, the smallest number is the baseline. Example: `compare: { baseline: first, candidate: all }`.",
          "type": "object",
          "additionalProperties": false,
          "required": ["baseline"],
          "properties": {
            "baseline": {
              "description": "The workers of the baseline: `first`, `all`, or a list of ids. Example: `baseline: [mac-studio-1]`.",
              "anyOf": [
                {
                  "type": "string",
                  "enum": ["first", "all"]
                },
                {
                  "type": "array",
                  "items": {
                    "type": "string",
                    "minLength": 1
                  },
                  "minItems": 1
                }
              ],
              "x-expected": "`first`, `all` or a list of worker ids",
              "examples": [["mac-studio-1"], "first"]
            },
            "candidate": {
              "description": "The workers of the candidate. Default: `all` that are selected. Example: `candidate: all`.",
              "anyOf": [
                {
                  "type": "string",
                  "enum": ["first", "all"]
                },
                {
                  "type": "array",
                  "items": {
                    "type": "string",
                    "minLength": 1
                  },
                  "minItems": 1
                }
              ],
              "x-expected": "`first`, `all` or a list of worker ids",
              "default": "all",
              "examples": ["all"]
            },
            "baseline_concurrency": {
              "description": "Requests under way at the baseline: `same` as at the candidate, `slots` of its own workers, or a number. A batching server can beat itself alone 2.5 times by concurrency only. Default: `same`. Example: `baseline_concurrency: slots`.",
              "anyOf": [
                {
                  "type": "string",
                  "enum": ["same", "slots"]
                },
                {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 100000
                }
              ],
              "x-expected": "`same`, `slots` or a whole number",
              "default": "same",
              "examples": ["slots", 1]
            }
          },
          "examples": [
            {
              "baseline": "first",
              "candidate": "all"
            }
          ]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "stream": {
          "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
          "type": "boolean",
          "examples": [true]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "examples": ["round_robin"]
        },
        "warmup": {
          "description": "How many requests each side is sent before the first counted one of a level. Default: as many as the level's concurrency. Example: `warmup: 60`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "examples": [60]
        },
        "slo": {
          "description": "The times that make a request a good one, for `goodput` and `capacity`. Default: none. Example: `slo: { latency: 1s, ttft: 300ms }`.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "latency": {
              "description": "Longest latency of a good request. Example: `latency: 1s`.",
              "type": "string",
              "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
              "x-expected": "a duration above zero such as \"1s\"",
              "examples": ["1s"]
            },
            "ttft": {
              "description": "Longest time to its first token. Example: `ttft: 300ms`.",
              "type": "string",
              "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
              "x-expected": "a duration above zero such as \"300ms\"",
              "examples": ["300ms"]
            },
            "tpot": {
              "description": "Longest mean time per token after the first. Example: `tpot: 50ms`.",
              "type": "string",
              "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
              "x-expected": "a duration above zero such as \"50ms\"",
              "examples": ["50ms"]
            },
            "share": {
              "description": "Which share of the requests must be good for the SLO to be kept, as a percentage. Default: `99%`. Example: `share: 95%`.",
              "type": "string",
              "pattern": "^\\d{1,3}(\\.\\d+)?\\s?%$",
              "x-expected": "a percentage such as \"99%\"",
              "default": "99%",
              "examples": ["95%"]
            }
          },
          "examples": [
            {
              "latency": "1s",
              "ttft": "300ms"
            }
          ]
        },
        "open_loop": {
          "description": "Answers each level by an open loop at these parts of its measured throughput: requests then start when they are due, whatever the answers do. Default: none. Example: `open_loop: [70%, 90%, 100%]`.",
          "type": "array",
          "items": {
            "type": "string",
            "pattern": "^\\d{1,3}(\\.\\d+)?\\s?%$",
            "x-expected": "a percentage such as \"90%\""
          },
          "minItems": 1,
          "maxItems": 10,
          "uniqueItems": true,
          "examples": [["70%", "90%", "100%"]]
        },
        "find": {
          "description": "What to search for beyond the levels: `capacity`, the highest arrival rate that keeps `slo`. The best concurrency (`optimal_concurrency`) is found among the levels without asking. Default: nothing. Example: `find: capacity`.",
          "type": "string",
          "enum": ["capacity", "optimal_concurrency"],
          "examples": ["capacity"]
        },
        "knee": {
          "description": "How far below the best throughput the optimal concurrency may stay, as a percentage. Default: `5%`. Example: `knee: 10%`.",
          "type": "string",
          "pattern": "^\\d{1,2}(\\.\\d+)?\\s?%$",
          "x-expected": "a percentage such as \"5%\"",
          "default": "5%",
          "examples": ["10%"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `benchmark` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API. Example: `success_rate: \">= 95%\"`.",
              "x-dimension": "percentage",
              "x-better": "higher",
              "examples": [">= 95%"]
            },
            "requests": {
              "description": "How many requests ended, over all repetitions. Example: `requests: \">= 300\"`.",
              "x-dimension": "count",
              "examples": [">= 300"]
            },
            "failed": {
              "description": "How many of them got no such answer. Example: `failed: < 5`.",
              "x-dimension": "count",
              "examples": ["< 5"]
            },
            "throughput": {
              "description": "Good answers per second: the mean over the repetitions, judged with its interval. Example: `throughput: \"> 25/s\"`.",
              "x-dimension": "rate",
              "x-better": "higher",
              "examples": ["> 25/s"]
            },
            "tokens_per_second.output": {
              "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
              "x-dimension": "rate",
              "x-better": "higher",
              "examples": ["> 500/s"]
            },
            "tokens_per_second.input": {
              "description": "Tokens that they read per second. Example: `tokens_per_second.input: \"> 1000/s\"`.",
              "x-dimension": "rate",
              "x-better": "higher",
              "examples": ["> 1000/s"]
            },
            "goodput": {
              "description": "Share of the requests inside every bound of `slo`. Example: `goodput: \">= 99%\"`.",
              "x-dimension": "percentage",
              "x-better": "higher",
              "examples": [">= 99%"]
            },
            "latency.avg": {
              "description": "Mean time from the intended start of a request to the end of its answer, waiting included. Example: `latency.avg: < 1s`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 1s"]
            },
            "latency.p50": {
              "description": "Median of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p50: < 1s`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 1s"]
            },
            "latency.p90": {
              "description": "90th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p90: < 1s`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 1s"]
            },
            "latency.p95": {
              "description": "95th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p95: < 1s`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 1s"]
            },
            "latency.p99": {
              "description": "99th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99: < 1s`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 1s"]
            },
            "latency.p99.9": {
              "description": "99.9th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99.9: < 1s`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 1s"]
            },
            "latency.max": {
              "description": "The longest of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.max: < 1s`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 1s"]
            },
            "ttft.avg": {
              "description": "Mean time to the first token, waiting included; of streamed answers alone. Example: `ttft.avg: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "ttft.p50": {
              "description": "Median of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p50: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "ttft.p90": {
              "description": "90th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p90: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "ttft.p95": {
              "description": "95th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p95: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "ttft.p99": {
              "description": "99th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p99: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "ttft.p99.9": {
              "description": "99.9th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p99.9: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "ttft.max": {
              "description": "The longest of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.max: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "itl.avg": {
              "description": "Mean time between one token and the next; of streamed answers alone. Example: `itl.avg: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "itl.p50": {
              "description": "Median of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p50: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "itl.p90": {
              "description": "90th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p90: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "itl.p95": {
              "description": "95th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p95: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "itl.p99": {
              "description": "99th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p99: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "itl.p99.9": {
              "description": "99.9th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p99.9: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "itl.max": {
              "description": "The longest of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.max: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "tpot.avg": {
              "description": "Mean time per token after the first, each request a value; of streamed answers alone. Example: `tpot.avg: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "tpot.p50": {
              "description": "Median of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p50: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "tpot.p90": {
              "description": "90th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p90: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "tpot.p95": {
              "description": "95th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p95: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "tpot.p99": {
              "description": "99th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p99: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "tpot.p99.9": {
              "description": "99.9th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p99.9: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "tpot.max": {
              "description": "The longest of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.max: < 50ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 50ms"]
            },
            "queue_wait.avg": {
              "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 100ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 100ms"]
            },
            "queue_wait.p50": {
              "description": "Median of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p50: < 100ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 100ms"]
            },
            "queue_wait.p90": {
              "description": "90th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p90: < 100ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 100ms"]
            },
            "queue_wait.p95": {
              "description": "95th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p95: < 100ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 100ms"]
            },
            "queue_wait.p99": {
              "description": "99th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p99: < 100ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 100ms"]
            },
            "queue_wait.p99.9": {
              "description": "99.9th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p99.9: < 100ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 100ms"]
            },
            "queue_wait.max": {
              "description": "The longest of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.max: < 100ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 100ms"]
            },
            "service_time.avg": {
              "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "service_time.p50": {
              "description": "Median of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p50: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "service_time.p90": {
              "description": "90th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p90: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "service_time.p95": {
              "description": "95th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p95: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "service_time.p99": {
              "description": "99th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p99: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "service_time.p99.9": {
              "description": "99.9th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p99.9: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "service_time.max": {
              "description": "The longest of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.max: < 500ms`.",
              "x-dimension": "duration",
              "x-better": "lower",
              "examples": ["< 500ms"]
            },
            "retries": {
              "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
              "x-dimension": "count",
              "examples": ["0"]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": ["0"]
            },
            "in_flight.max": {
              "description": "The most requests that were under way at once. Example: `in_flight.max: <= 15`.",
              "x-dimension": "count",
              "examples": ["<= 15"]
            },
            "connections": {
              "description": "The most requests that the workers had under way at once, each on a connection of its own. Example: `connections: <= 15`.",
              "x-dimension": "count",
              "examples": ["<= 15"]
            },
            "speedup": {
              "description": "Throughput of the candidate over that of the baseline: the geometric mean over the repetitions, judged with its interval. Example: `speedup: \">= 2.5x\"`.",
              "x-dimension": "multiplier",
              "x-better": "higher",
              "examples": [">= 2.5x"]
            },
            "scaling_efficiency": {
              "description": "The speedup over how many times as many slots could be in use: `100%` is linear scaling. Example: `scaling_efficiency: \">= 80%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 80%"]
            },
            "baseline.throughput": {
              "description": "Throughput of the baseline. Example: `baseline.throughput: \"> 8/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 8/s"]
            },
            "baseline.success_rate": {
              "description": "Share of the requests to the baseline that got a whole answer. Example: `baseline.success_rate: \">= 95%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 95%"]
            },
            "baseline.latency.avg": {
              "description": "Mean of the `latency` of the baseline. Example: `baseline.latency.avg: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "baseline.latency.p50": {
              "description": "Median of the `latency` of the baseline. Example: `baseline.latency.p50: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "baseline.latency.p95": {
              "description": "95th percentile of the `latency` of the baseline. Example: `baseline.latency.p95: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "baseline.latency.p99": {
              "description": "99th percentile of the `latency` of the baseline. Example: `baseline.latency.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency_ratio": {
              "description": "Mean latency of the candidate over that of the baseline. Example: `latency_ratio: < 3x`.",
              "x-dimension": "multiplier",
              "examples": ["< 3x"]
            },
            "loss": {
              "description": "What is missing of the ideal speedup. Example: `loss: < 20%`.",
              "x-dimension": "percentage",
              "examples": ["< 20%"]
            },
            "loss.workers": {
              "description": "The part of it that is due to workers that take longer for a request than the baseline does. Example: `loss.workers: < 10%`.",
              "x-dimension": "percentage",
              "examples": ["< 10%"]
            },
            "loss.queueing": {
              "description": "The part due to waiting inside the workers, before the first token; of streamed answers alone. Example: `loss.queueing: < 10%`.",
              "x-dimension": "percentage",
              "examples": ["< 10%"]
            },
            "loss.network": {
              "description": "The part due to a longer way to the workers: the time of a TCP connect beside the load. Example: `loss.network: < 5%`.",
              "x-dimension": "percentage",
              "examples": ["< 5%"]
            },
            "loss.balancer": {
              "description": "The part due to slots that were free while requests waited for them. Example: `loss.balancer: < 5%`.",
              "x-dimension": "percentage",
              "examples": ["< 5%"]
            },
            "loss.tail": {
              "description": "The part due to the end of the run, when slots are free because no requests are left; more `requests` make it smaller. Example: `loss.tail: < 10%`.",
              "x-dimension": "percentage",
              "examples": ["< 10%"]
            },
            "loss.client": {
              "description": "The part due to the load generator, which had fewer requests under way than asked for. Example: `loss.client: < 5%`.",
              "x-dimension": "percentage",
              "examples": ["< 5%"]
            },
            "loss.failures": {
              "description": "The part due to requests that failed, and to those sent again. Example: `loss.failures: 0%`.",
              "x-dimension": "percentage",
              "examples": ["0%"]
            },
            "optimal_concurrency": {
              "description": "The smallest concurrency within `knee` of the best throughput. Example: `optimal_concurrency: <= 15`.",
              "x-dimension": "count",
              "examples": ["<= 15"]
            },
            "optimal_to_slots": {
              "description": "That concurrency over all slots of the workers (workers × `max_concurrent_requests`). Example: `optimal_to_slots: 1x ± 30%`.",
              "x-dimension": "multiplier",
              "examples": ["1x ± 30%"]
            },
            "capacity": {
              "description": "The highest arrival rate at which the SLO was kept; with `find: capacity`. Example: `capacity: \"> 20/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 20/s"]
            },
            "open_loop.throughput": {
              "description": "Good answers per second of the open loop. Example: `open_loop.throughput: \"> 20/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 20/s"]
            },
            "open_loop.success_rate": {
              "description": "Share of its requests that got a whole answer. Example: `open_loop.success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "open_loop.goodput": {
              "description": "Share of its requests inside every bound of `slo`. Example: `open_loop.goodput: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "open_loop.latency.p50": {
              "description": "Median of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p50: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            },
            "open_loop.latency.p90": {
              "description": "90th percentile of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p90: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            },
            "open_loop.latency.p95": {
              "description": "95th percentile of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p95: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            },
            "open_loop.latency.p99": {
              "description": "99th percentile of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p99: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            },
            "open_loop.latency.p99.9": {
              "description": "99.9th percentile of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.p99.9: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            },
            "open_loop.latency.max": {
              "description": "The longest of the `latency` in the open loop, from the intended start. Example: `open_loop.latency.max: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            },
            "open_loop.ttft.p50": {
              "description": "Median of the `ttft` in the open loop, from the intended start. Example: `open_loop.ttft.p50: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "open_loop.ttft.p95": {
              "description": "95th percentile of the `ttft` in the open loop, from the intended start. Example: `open_loop.ttft.p95: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "open_loop.ttft.p99": {
              "description": "99th percentile of the `ttft` in the open loop, from the intended start. Example: `open_loop.ttft.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            }
          },
          "patternProperties": {
            "^share\\..+": {
              "description": "Share of the requests that a worker served: `share.mac-studio-1`; `share.each` is that of every worker. Example: `share.each: 33% ± 5%`.",
              "x-dimension": "percentage",
              "examples": ["33% ± 5%"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "command": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/command.schema.json",
      "title": "command",
      "description": "Runs a program on this machine and holds its exit code and output against conditions. Needs `allow_commands: true` in the cluster file. Example: `command: { run: [./check-switch.sh, port-3] }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "run": {
          "description": "The program and its arguments, as a list; or one line for the shell where `shell: true`. Required. Example: `run: [sysctl, -n, net.core.somaxconn]`.",
          "type": ["array", "string"],
          "items": {
            "description": "The program, or one argument, as text. Example: `-n`.",
            "type": "string"
          },
          "minItems": 1,
          "minLength": 1,
          "examples": [["sysctl", "-n", "net.core.somaxconn"]],
          "x-expected": "a list of texts, the program first, such as [\"sysctl\", \"-n\", \"net.core.somaxconn\"]"
        },
        "shell": {
          "description": "Whether `run` is one line for the system's shell, with pipes and variables. Default: `false`. Example: `shell: true`.",
          "type": "boolean",
          "default": false,
          "examples": [true]
        },
        "cwd": {
          "description": "The folder to run in, relative to the project's root. Default: the project's root. Example: `cwd: scripts`.",
          "type": "string",
          "minLength": 1,
          "examples": ["scripts"]
        },
        "env": {
          "description": "Environment variables to add to those of this process. Their values are treated as secrets and never reported. Default: none. Example: `env: { LANG: C }`.",
          "type": "object",
          "additionalProperties": {
            "description": "The value of this variable, as text; `${NAME}` takes it from this process. Secret: never reported. Example: `C`.",
            "type": "string",
            "x-secret": true
          },
          "default": {},
          "examples": [
            {
              "LANG": "C"
            }
          ]
        },
        "timeout": {
          "description": "How long the program may run before it is stopped, as a duration with a unit. Default: `10s`. Example: `timeout: 1m`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"1m\"",
          "default": "10s",
          "examples": ["1m"]
        }
      },
      "required": ["run"],
      "if": {
        "properties": {
          "shell": {
            "const": true
          }
        },
        "required": ["shell"]
      },
      "then": {
        "properties": {
          "run": {
            "type": "string",
            "x-expected": "one line of text, because of `shell: true`"
          }
        }
      },
      "else": {
        "properties": {
          "run": {
            "type": "array",
            "x-expected": "a list of texts, the program first, such as [\"sysctl\", \"-n\", \"net.core.somaxconn\"] (one line of text needs `shell: true`)"
          }
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `command` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "exit_code": {
              "description": "The exit code of the program. Example: `exit_code: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "stdout": {
              "description": "What the program wrote to its standard output, without the last line break. Example: `stdout: contains ready`.",
              "x-dimension": "text",
              "examples": ["contains ready"]
            },
            "stderr": {
              "description": "What the program wrote to its standard error, without the last line break. Example: `stderr: /^$/`.",
              "x-dimension": "text",
              "examples": ["/^$/"]
            },
            "time": {
              "description": "How long the program ran. Example: `time: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "timed_out": {
              "description": "Whether the program was stopped by the timeout. Example: `timed_out: false`.",
              "x-dimension": "boolean",
              "examples": [false]
            },
            "signal": {
              "description": "The signal that ended the program, where one did. Example: `signal: SIGTERM`.",
              "x-dimension": "text",
              "examples": ["SIGTERM"]
            }
          },
          "patternProperties": {
            "^json\\..+": {
              "description": "A value of the standard output read as JSON, by its path. Example: `json.links[0].state: up`.",
              "x-dimension": "any",
              "examples": ["up"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "dns": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/dns.schema.json",
      "title": "dns",
      "description": "Resolves a name (the worker's host, if none is given) and says what came back and how long it took. Example: `dns: { record: AAAA }`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "name": {
          "description": "The name to resolve. Default: the worker's host. Example: `name: mac-studio-1.local`.",
          "type": "string",
          "minLength": 1,
          "examples": ["mac-studio-1.local"]
        },
        "record": {
          "description": "What to ask for: `lookup` resolves like every program on this machine (hosts file, mDNS, DNS); the others ask a DNS server for records of that type. Default: `lookup`. Example: `record: SRV`.",
          "type": "string",
          "enum": ["lookup", "A", "AAAA", "CNAME", "MX", "TXT", "SRV", "NS", "PTR"],
          "default": "lookup",
          "examples": ["AAAA"]
        },
        "server": {
          "description": "The DNS server to ask: an IP address, with a port where it is not 53. Not for `record: lookup`. Default: the servers of this machine. Example: `server: 10.247.162.1`.",
          "type": "string",
          "minLength": 1,
          "examples": ["10.247.162.1"]
        },
        "timeout": {
          "description": "How long to wait for the answer, as a duration with a unit. Default: `5s`. Example: `timeout: 1s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"1s\"",
          "default": "5s",
          "examples": ["1s"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `dns` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "resolves": {
              "description": "Whether the name resolved to at least one record. Example: `resolves: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "addresses": {
              "description": "The IP addresses that came back. Example: `addresses: contains 192.168.1.105`.",
              "x-dimension": "list",
              "examples": ["contains 192.168.1.105"]
            },
            "records": {
              "description": "The records that came back, one text each. Example: `records: contains v=spf1`.",
              "x-dimension": "list",
              "examples": ["contains mac-studio-1.local"]
            },
            "count": {
              "description": "How many records came back. Example: `count: 1`.",
              "x-dimension": "count",
              "examples": [1, ">= 1"]
            },
            "time": {
              "description": "Time until the answer. Example: `time: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "error": {
              "description": "The resolver's own code where the name did not resolve. Example: `error: ENOTFOUND`.",
              "x-dimension": "text",
              "examples": ["ENOTFOUND"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "failover": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/failover.schema.json",
      "title": "failover",
      "description": "Takes a worker out in the middle of a load and brings it back, and says what was lost and how long the balancer took to notice. Example: `failover: { requests: 1000, worker: mac-studio-3 }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "requests": {
          "description": "How many requests are sent and counted. Default: 1000. Example: `requests: 300`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000,
          "default": 1000,
          "examples": [300]
        },
        "concurrency": {
          "description": "How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [15]
        },
        "worker": {
          "description": "The id of the worker that it happens to. Default: the last of the selected ones. Example: `worker: mac-studio-3`.",
          "type": "string",
          "minLength": 1,
          "examples": ["mac-studio-3"]
        },
        "by": {
          "description": "How it is taken out: `drain` by the operator, in the balancer; `death` kills it, with all that is under way there, and `hang` makes it silent: both of simulated workers only. Default: `death` of a simulated worker, `drain` of others. Example: `by: drain`.",
          "type": "string",
          "enum": ["drain", "death", "hang"],
          "examples": ["drain"]
        },
        "at": {
          "description": "After which share of the requests it is taken out. Default: `30%`. Example: `at: 50%`.",
          "type": ["string", "number"],
          "pattern": "^(\\d{1,2}(\\.\\d+)?|100)\\s?%$",
          "minimum": 0,
          "maximum": 1,
          "x-expected": "a percentage from 0% to 100%, or a number from 0 to 1",
          "default": "30%",
          "examples": ["50%"]
        },
        "back_after": {
          "description": "After what time it is brought back, as a duration with a unit. Default: `1s`. Example: `back_after: 5s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"5s\"",
          "default": "1s",
          "examples": ["5s"]
        },
        "timeout": {
          "description": "How long one request may take, as a duration with a unit; what a silent worker has swallowed waits that long. Default: `20s`. Example: `timeout: 60s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"60s\"",
          "default": "20s",
          "examples": ["60s"]
        },
        "return_within": {
          "description": "How long to wait for it to serve again, as a duration with a unit. Default: `10s`. Example: `return_within: 30s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"30s\"",
          "default": "10s",
          "examples": ["30s"]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "examples": ["round_robin"]
        },
        "warmup": {
          "description": "How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "default": 30,
          "examples": [60]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `failover` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "lost": {
              "description": "How many requests got no whole answer. Example: `lost: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "requests": {
              "description": "How many requests ended. Example: `requests: 300`.",
              "x-dimension": "count",
              "examples": [300]
            },
            "failed": {
              "description": "How many of them got no such answer. Example: `failed: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "retries": {
              "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "throughput": {
              "description": "Requests that ended per second. Example: `throughput: \"> 100/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 100/s"]
            },
            "latency.avg": {
              "description": "Mean time from the arrival of a request to the end of its answer, waiting included. Example: `latency.avg: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "latency.p50": {
              "description": "Median of these times. Example: `latency.p50: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "latency.p95": {
              "description": "95th percentile of these times. Example: `latency.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "latency.p99": {
              "description": "99th percentile of these times. Example: `latency.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.max": {
              "description": "The longest of these times. Example: `latency.max: < 5s`.",
              "x-dimension": "duration",
              "examples": ["< 5s"]
            },
            "time_to_eject": {
              "description": "From the moment when the worker was taken out until the balancer sent it no further requests. Example: `time_to_eject: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "time_to_return": {
              "description": "From the moment when the worker was back until it served a request again. Example: `time_to_return: < 5s`.",
              "x-dimension": "duration",
              "examples": ["< 5s"]
            },
            "sent_meanwhile": {
              "description": "How many requests were sent to the worker while it was out: each of them had to be sent again. Example: `sent_meanwhile: <= 10`.",
              "x-dimension": "count",
              "examples": ["<= 10"]
            },
            "throughput.meanwhile": {
              "description": "Requests that ended per second while the worker was out. Example: `throughput.meanwhile: \"> 50/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 50/s"]
            },
            "share.after_return": {
              "description": "Share of the load that the worker serves once it has all of its slots again. Example: `share.after_return: \"> 20%\"`.",
              "x-dimension": "percentage",
              "examples": ["> 20%"]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "worker": {
              "description": "Which worker was taken out. Example: `worker: mac-studio-3`.",
              "x-dimension": "text",
              "examples": ["mac-studio-3"]
            },
            "by": {
              "description": "How the worker was taken out. Example: `by: death`.",
              "x-dimension": "text",
              "examples": ["death"]
            },
            "ejected_because": {
              "description": "Why the balancer sent it nothing further, in its own words. Example: `ejected_because: /failures in a row/`.",
              "x-dimension": "text",
              "examples": ["/failures in a row/"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "http": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/http.schema.json",
      "title": "http",
      "description": "Sends one HTTP request to the worker, or to any URL, and holds the answer, its certificate and its times against conditions. Example: `http: { path: /v1/models }`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "url": {
          "description": "An absolute URL, where the request does not go to the worker. Excludes `path`. Default: the worker. Example: `url: https://gateway.lan/health`.",
          "type": "string",
          "pattern": "^https?://[^\\s]+$",
          "x-expected": "an absolute URL such as \"https://gateway.lan/health\"",
          "examples": ["https://gateway.lan/health"]
        },
        "path": {
          "description": "The path on the worker, put after its `base_path`, with the query where there is one. Excludes `url`. Default: `/`. Example: `path: /v1/models`.",
          "type": "string",
          "pattern": "^/",
          "x-expected": "a path that starts with a slash, such as \"/v1/models\"",
          "default": "/",
          "examples": ["/v1/models"]
        },
        "method": {
          "description": "The HTTP method. Default: `GET`. Example: `method: POST`.",
          "type": "string",
          "enum": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
          "default": "GET",
          "examples": ["POST"]
        },
        "headers": {
          "description": "Headers to send beside the worker's own authorization. Their values are treated as secrets and never reported; name an environment variable rather than a key itself. Default: none. Example: `headers: { x-tenant: \"${TENANT}\" }`.",
          "type": "object",
          "additionalProperties": {
            "description": "The value of this header. Secret: never reported. Example: `${TENANT}`.",
            "type": "string",
            "x-secret": true
          },
          "default": {},
          "examples": [
            {
              "x-tenant": "${TENANT}"
            }
          ]
        },
        "body": {
          "description": "The body to send, as text. Excludes `json`. Default: none. Example: `body: ping`.",
          "type": "string",
          "examples": ["ping"]
        },
        "json": {
          "description": "An object to send as the JSON body (sets `content-type`). Excludes `body`. Default: none. Example: `json: { model: mistral, prompt: hi }`.",
          "type": "object",
          "additionalProperties": true,
          "examples": [
            {
              "model": "mistral-7b-instruct-v0.2",
              "prompt": "hi",
              "max_tokens": 1
            }
          ]
        },
        "timeout": {
          "description": "How long the whole exchange may take, as a duration with a unit. Default: `10s`. Example: `timeout: 2s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"2s\"",
          "default": "10s",
          "examples": ["2s"]
        },
        "max_body_bytes": {
          "description": "How many bytes of the answer's body to read; the rest is not read. Default: 1048576 (1 MiB). Example: `max_body_bytes: 65536`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 67108864,
          "default": 1048576,
          "examples": [65536]
        }
      },
      "allOf": [
        {
          "not": {
            "type": "object",
            "required": ["url", "path"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["body", "json"]
          }
        }
      ],
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `http` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "status": {
              "description": "The HTTP status code. Example: `status: 200`.",
              "x-dimension": "count",
              "examples": [200, "200..299", "!= 503"]
            },
            "ok": {
              "description": "Whether the status is from 200 to 299. Example: `ok: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "state": {
              "description": "How the exchange ended: `answered`, `refused`, `timed_out`, `unreachable`, `reset`, `dns`, `tls` or `protocol`. Example: `state: answered`.",
              "x-dimension": "text",
              "examples": ["answered"]
            },
            "body": {
              "description": "The answer's body as text. Example: `body: contains \"ready\"`.",
              "x-dimension": "text",
              "examples": ["contains ready", "/\"status\":\\s*\"ok\"/"]
            },
            "body.size": {
              "description": "Bytes of the answer's body. Example: `body.size: < 64KiB`.",
              "x-dimension": "bytes",
              "examples": ["< 64KiB"]
            },
            "certificate.days_left": {
              "description": "Days until the server's certificate expires. Example: `certificate.days_left: \">= 14\"`.",
              "x-dimension": "count",
              "examples": [">= 14"]
            },
            "certificate.valid": {
              "description": "Whether the certificate is trusted, in its time and issued for this host. Example: `certificate.valid: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "certificate.issuer": {
              "description": "Who issued the certificate. Example: `certificate.issuer: contains Let's Encrypt`.",
              "x-dimension": "text",
              "examples": ["contains Let's Encrypt"]
            },
            "http_version": {
              "description": "The version of HTTP that was spoken. Example: `http_version: \"1.1\"`.",
              "x-dimension": "text",
              "examples": ["1.1"]
            },
            "address": {
              "description": "The IP address that answered. Example: `address: 192.168.1.105`.",
              "x-dimension": "text",
              "examples": ["192.168.1.105"]
            },
            "time.dns": {
              "description": "Time to resolve the name. Example: `time.dns: < 20ms`.",
              "x-dimension": "duration",
              "examples": ["< 20ms"]
            },
            "time.connect": {
              "description": "Time until the TCP connection stood. Example: `time.connect: < 10ms`.",
              "x-dimension": "duration",
              "examples": ["< 10ms"]
            },
            "time.tls": {
              "description": "Time of the TLS handshake. Example: `time.tls: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "time.first_byte": {
              "description": "Time from the request until the first byte of the answer. Example: `time.first_byte: < 200ms`.",
              "x-dimension": "duration",
              "examples": ["< 200ms"]
            },
            "time.total": {
              "description": "Time of the whole exchange. Example: `time.total: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            }
          },
          "patternProperties": {
            "^header\\..+": {
              "description": "A header of the answer, by its name in small letters. Example: `header.content-type: contains json`.",
              "x-dimension": "text",
              "examples": ["contains json"]
            },
            "^json\\..+": {
              "description": "A value of the JSON body, by its path. Example: `json.data[0].id: mistral-7b-instruct-v0.2`.",
              "x-dimension": "any",
              "examples": ["mistral-7b-instruct-v0.2"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "idle": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/idle.schema.json",
      "title": "idle",
      "description": "Says whether the worker is free for a benchmark, or busy with something else: by the server's own count of requests, else by the times of a few short ones. Example: `idle: {}`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "samples": {
          "description": "How often to look at the server's count, or how many short requests to time. Default: 10. Example: `samples: 20`.",
          "type": "integer",
          "minimum": 4,
          "maximum": 1000,
          "default": 10,
          "examples": [20]
        },
        "method": {
          "description": "Whom to believe: `auto` asks the server, and takes times where it does not tell; `timing` takes times in any case. Default: `auto`. Example: `method: timing`.",
          "type": "string",
          "enum": ["auto", "timing"],
          "default": "auto",
          "examples": ["timing"]
        },
        "interval": {
          "description": "Mean time between two looks, and the longest pause between two short requests that take no longer themselves, as a duration with a unit. Default: `100ms`. Example: `interval: 1s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"1s\"",
          "default": "100ms",
          "examples": ["1s"]
        },
        "spread": {
          "description": "How much longer than the fastest a quarter of the short requests may take on a worker that counts as idle, as a percentage. Default: `50%`. Example: `spread: 30%`.",
          "type": "string",
          "pattern": "^\\d{1,4}(\\.\\d+)?\\s?%$",
          "x-expected": "a percentage such as \"30%\"",
          "default": "50%",
          "examples": ["30%"]
        },
        "max_tokens": {
          "description": "How long the answers to the short requests may be, in tokens. Default: 1. Example: `max_tokens: 4`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "default": 1,
          "examples": [4]
        },
        "timeout": {
          "description": "How long one look may take, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"5s\"",
          "default": "10s",
          "examples": ["5s"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `idle` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "idle": {
              "description": "Whether nothing else was seen: no look found a request under way, or the times of short requests lay close together. Example: `idle: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "requests_running": {
              "description": "The most requests that any look found under way, waiting ones included; where the server tells (llama.cpp, vLLM). Example: `requests_running: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "method": {
              "description": "What told it: the path of the server's own page (`/slots`, `/metrics`), or `timing`. Example: `method: timing`.",
              "x-dimension": "text",
              "examples": ["timing"]
            },
            "latency.p50": {
              "description": "Median time of the short requests; by `timing` alone. Example: `latency.p50: < 300ms`.",
              "x-dimension": "duration",
              "examples": ["< 300ms"]
            },
            "latency.spread": {
              "description": "How much longer than the fastest a quarter of them took at least; by `timing` alone. Example: `latency.spread: < 30%`.",
              "x-dimension": "percentage",
              "examples": ["< 30%"]
            },
            "other_models": {
              "description": "Models in memory beside its own, where the server tells (LM Studio, Ollama). Example: `other_models: contains llama-3.3-70b`.",
              "x-dimension": "list",
              "examples": ["contains llama-3.3-70b"]
            },
            "other_models.count": {
              "description": "How many these are. Example: `other_models.count: 0`.",
              "x-dimension": "count",
              "examples": [0]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "latency": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/latency.schema.json",
      "title": "latency",
      "description": "Sends single requests to the worker, one after the other, and says how long each took: what the worker does for a request that it has all to itself. Timed by tinybench. Example: `latency: { requests: 50 }`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "requests": {
          "description": "How many requests are sent and counted, one after the other. Default: 30. Example: `requests: 50`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "default": 30,
          "examples": [50]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "stream": {
          "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
          "type": "boolean",
          "examples": [true]
        },
        "warmup": {
          "description": "How many requests are sent first and not counted: the first one may have to load the model. Default: 3. Example: `warmup: 5`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "default": 3,
          "examples": [5]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `latency` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "latency.avg": {
              "description": "Mean time from the sending of a request to the end of its answer. Judged with the 95 % interval of the mean. Example: `latency.avg: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.min": {
              "description": "The shortest of these times. Example: `latency.min: < 800ms`.",
              "x-dimension": "duration",
              "examples": ["< 800ms"]
            },
            "latency.p50": {
              "description": "Median of these times. Example: `latency.p50: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p75": {
              "description": "75th percentile of these times. Example: `latency.p75: < 1.2s`.",
              "x-dimension": "duration",
              "examples": ["< 1.2s"]
            },
            "latency.p99": {
              "description": "99th percentile of these times; below a hundred samples it lies between the longest two. Example: `latency.p99: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            },
            "latency.max": {
              "description": "The longest of these times. Example: `latency.max: < 3s`.",
              "x-dimension": "duration",
              "examples": ["< 3s"]
            },
            "latency.sd": {
              "description": "Standard deviation of these times. Example: `latency.sd: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "margin_of_error": {
              "description": "Half of the 95 % interval of the mean, as a percentage of the mean: how well the mean is known. Example: `margin_of_error: < 5%`.",
              "x-dimension": "percentage",
              "examples": ["< 5%"]
            },
            "samples": {
              "description": "How many times were measured: those of the good answers. Example: `samples: \">= 30\"`.",
              "x-dimension": "count",
              "examples": [">= 30"]
            },
            "throughput": {
              "description": "Answers per second, one after the other: one over the mean time. Example: `throughput: \"> 1/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 1/s"]
            },
            "ttft.p50": {
              "description": "Median time to the first token; of streamed answers alone. Example: `ttft.p50: < 300ms`.",
              "x-dimension": "duration",
              "examples": ["< 300ms"]
            },
            "tokens_per_second.output": {
              "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 500/s"]
            },
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "requests": {
              "description": "How many requests ended. Example: `requests: \">= 30\"`.",
              "x-dimension": "count",
              "examples": [">= 30"]
            },
            "failed": {
              "description": "How many of them got no such answer. Example: `failed: 0`.",
              "x-dimension": "count",
              "examples": [0]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "load": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/load.schema.json",
      "title": "load",
      "description": "Sends requests when they are due, at a rate, in stages or as a trace tells, however long the answers take, and says how the cluster keeps up. Example: `load: { rate: 20/s, duration: 60s }`.",
      "x-scope": "cluster",
      "x-choice": "schedule",
      "type": "object",
      "properties": {
        "rate": {
          "description": "How many requests become due per second, minute or hour. One of `rate`, `stages` and `trace` is required. Example: `rate: 20/s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])\\d{1,6}(\\.\\d+)?\\s?/\\s?(s|m|min|h)$",
          "x-expected": "a rate above zero such as \"20/s\"",
          "examples": ["20/s"]
        },
        "stages": {
          "description": "Rates one after the other, each reached from the one before in a straight line; the same rate twice holds it. Example: `stages: [{ duration: 10s, rate: 20/s }, { duration: 60s, rate: 20/s }]`.",
          "type": "array",
          "minItems": 1,
          "maxItems": 1000,
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["duration", "rate"],
            "x-expected": "a map with `duration` and `rate`",
            "properties": {
              "duration": {
                "description": "How long this stage lasts. Required. Example: `duration: 10s`.",
                "type": "string",
                "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
                "x-expected": "a duration above zero such as \"10s\"",
                "examples": ["10s"]
              },
              "rate": {
                "description": "The rate at its end. Required. Example: `rate: 20/s`.",
                "type": "string",
                "pattern": "^\\d{1,6}(\\.\\d+)?\\s?/\\s?(s|m|min|h)$",
                "x-expected": "a rate such as \"20/s\"",
                "examples": ["20/s"]
              }
            }
          },
          "examples": [
            [
              {
                "duration": "10s",
                "rate": "20/s"
              },
              {
                "duration": "60s",
                "rate": "20/s"
              }
            ]
          ]
        },
        "trace": {
          "description": "A file with the times at which requests once arrived, one line each, in order: CSV with names in its first line, or JSON lines. Its path starts where the run does. As a map, with the name of the time (`field`) and what its numbers count (`unit`). Example: `trace: traces/monday.jsonl`.",
          "anyOf": [
            {
              "type": "string",
              "minLength": 1
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["file"],
              "properties": {
                "file": {
                  "description": "The file, which ends in .csv, .jsonl or .ndjson. Required. Example: `file: traces/monday.csv`.",
                  "type": "string",
                  "minLength": 1,
                  "examples": ["traces/monday.csv"]
                },
                "field": {
                  "description": "What the time is called, in any case. Default: `timestamp`. Example: `field: arrived_at`.",
                  "type": "string",
                  "minLength": 1,
                  "examples": ["arrived_at"]
                },
                "unit": {
                  "description": "What numbers count: milliseconds or seconds; dates need no unit. Default: `ms`. Example: `unit: s`.",
                  "type": "string",
                  "enum": ["ms", "s"],
                  "examples": ["s"]
                }
              }
            }
          ],
          "x-expected": "the path of a file, or a map with `file`, `field` and `unit`",
          "examples": [
            "traces/monday.jsonl",
            {
              "file": "traces/monday.csv",
              "field": "arrived_at",
              "unit": "s"
            }
          ]
        },
        "speed": {
          "description": "How many times as fast a trace is replayed. Default: `1x`. Example: `speed: 2x`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])\\d{1,4}(\\.\\d+)?\\s?[x×]$",
          "x-expected": "a multiplier above zero such as \"2x\"",
          "default": "1x",
          "examples": ["2x"]
        },
        "duration": {
          "description": "How long requests become due, with `rate`. It must fit into the `timeout` of the test. Default: `30s`, where `requests` is not given either. Example: `duration: 60s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"60s\"",
          "examples": ["60s"]
        },
        "requests": {
          "description": "How many become due in all, with `rate`; with `duration` as well, whatever ends first. Default: as many as the time has. Example: `requests: 600`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 10000000,
          "examples": [600]
        },
        "start_rate": {
          "description": "The rate from which the first of `stages` sets out. Default: `0/s`. Example: `start_rate: 10/s`.",
          "type": "string",
          "pattern": "^\\d{1,6}(\\.\\d+)?\\s?/\\s?(s|m|min|h)$",
          "x-expected": "a rate such as \"10/s\"",
          "default": "0/s",
          "examples": ["10/s"]
        },
        "arrivals": {
          "description": "How requests follow each other at a rate: `poisson`, as from many callers who know nothing of each other, or `constant`, at equal distances. Default: `poisson`. Example: `arrivals: constant`.",
          "type": "string",
          "enum": ["poisson", "constant"],
          "default": "poisson",
          "examples": ["constant"]
        },
        "seed": {
          "description": "Where the random numbers of `poisson` start: the same seed gives the same arrivals. Default: 1. Example: `seed: 7`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295,
          "default": 1,
          "examples": [7]
        },
        "max_in_flight": {
          "description": "Requests that are due while so many are under way are dropped, and counted. Default: 10000. Example: `max_in_flight: 200`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000,
          "examples": [200]
        },
        "slo": {
          "description": "The times that make a request a good one, for `goodput`. Default: none. Example: `slo: { latency: 1s, ttft: 300ms }`.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "latency": {
              "description": "Longest latency of a good request. Example: `latency: 1s`.",
              "type": "string",
              "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
              "x-expected": "a duration above zero such as \"1s\"",
              "examples": ["1s"]
            },
            "ttft": {
              "description": "Longest time to its first token. Example: `ttft: 300ms`.",
              "type": "string",
              "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
              "x-expected": "a duration above zero such as \"300ms\"",
              "examples": ["300ms"]
            },
            "tpot": {
              "description": "Longest mean time per token after the first. Example: `tpot: 50ms`.",
              "type": "string",
              "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
              "x-expected": "a duration above zero such as \"50ms\"",
              "examples": ["50ms"]
            }
          },
          "examples": [
            {
              "latency": "1s",
              "ttft": "300ms"
            }
          ]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "stream": {
          "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
          "type": "boolean",
          "examples": [true]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "examples": ["round_robin"]
        },
        "warmup": {
          "description": "How many requests are sent first and not counted. Default: as many as the selected workers have slots. Example: `warmup: 60`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "examples": [60]
        }
      },
      "oneOf": [
        {
          "required": ["rate"]
        },
        {
          "required": ["stages"]
        },
        {
          "required": ["trace"]
        }
      ],
      "allOf": [
        {
          "not": {
            "type": "object",
            "required": ["duration", "stages"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["requests", "stages"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["duration", "trace"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["requests", "trace"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["arrivals", "trace"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["start_rate", "rate"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["start_rate", "trace"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["speed", "rate"]
          }
        },
        {
          "not": {
            "type": "object",
            "required": ["speed", "stages"]
          }
        }
      ],
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `load` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "requests": {
              "description": "How many requests ended. Example: `requests: \">= 30\"`.",
              "x-dimension": "count",
              "examples": [">= 30"]
            },
            "failed": {
              "description": "How many of them got no whole answer. Example: `failed: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "dropped": {
              "description": "Requests that were due and not sent, since `max_in_flight` were under way. Example: `dropped: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "offered_rate": {
              "description": "How fast requests became due, dropped ones included. Example: `offered_rate: \">= 19/s\"`.",
              "x-dimension": "rate",
              "examples": [">= 19/s"]
            },
            "achieved": {
              "description": "How fast good answers came, as a percentage of the offered rate: each rate from its first to its last event. Below 100 % the cluster does not keep up. Example: `achieved: \">= 98%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 98%"]
            },
            "goodput": {
              "description": "Share of the requests that were due, dropped ones included, inside every bound of `slo`. Example: `goodput: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "throughput": {
              "description": "Good answers per second, from the start to the end of the last one. Example: `throughput: \"> 19/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 19/s"]
            },
            "tokens_per_second.output": {
              "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 500/s"]
            },
            "tokens_per_second.input": {
              "description": "Tokens that they read per second. Example: `tokens_per_second.input: \"> 1000/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 1000/s"]
            },
            "latency.avg": {
              "description": "Mean time from the intended start of a request to the end of its answer, waiting included. Example: `latency.avg: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p50": {
              "description": "Median of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p50: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p90": {
              "description": "90th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p90: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p95": {
              "description": "95th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p95: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p99": {
              "description": "99th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p99.9": {
              "description": "99.9th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99.9: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.max": {
              "description": "The longest of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.max: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "ttft.avg": {
              "description": "Mean time to the first token, waiting included; of streamed answers alone. Example: `ttft.avg: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "ttft.p50": {
              "description": "Median of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p50: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "ttft.p90": {
              "description": "90th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p90: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "ttft.p95": {
              "description": "95th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "ttft.p99": {
              "description": "99th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p99: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "ttft.p99.9": {
              "description": "99.9th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p99.9: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "ttft.max": {
              "description": "The longest of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.max: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "itl.avg": {
              "description": "Mean time between one token and the next; of streamed answers alone. Example: `itl.avg: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "itl.p50": {
              "description": "Median of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p50: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "itl.p90": {
              "description": "90th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p90: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "itl.p95": {
              "description": "95th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p95: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "itl.p99": {
              "description": "99th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p99: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "itl.p99.9": {
              "description": "99.9th percentile of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.p99.9: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "itl.max": {
              "description": "The longest of `itl`: time between one token and the next; of streamed answers alone. Example: `itl.max: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "tpot.avg": {
              "description": "Mean time per token after the first, each request a value; of streamed answers alone. Example: `tpot.avg: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "tpot.p50": {
              "description": "Median of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p50: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "tpot.p90": {
              "description": "90th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p90: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "tpot.p95": {
              "description": "95th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p95: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "tpot.p99": {
              "description": "99th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p99: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "tpot.p99.9": {
              "description": "99.9th percentile of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.p99.9: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "tpot.max": {
              "description": "The longest of `tpot`: time per token after the first, each request a value; of streamed answers alone. Example: `tpot.max: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "queue_wait.avg": {
              "description": "Mean time that a request waited for a slot. Example: `queue_wait.avg: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.p50": {
              "description": "Median of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p50: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.p90": {
              "description": "90th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p90: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.p95": {
              "description": "95th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p95: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.p99": {
              "description": "99th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p99: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.p99.9": {
              "description": "99.9th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p99.9: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "queue_wait.max": {
              "description": "The longest of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.max: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "service_time.avg": {
              "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "service_time.p50": {
              "description": "Median of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p50: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "service_time.p90": {
              "description": "90th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p90: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "service_time.p95": {
              "description": "95th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "service_time.p99": {
              "description": "99th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p99: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "service_time.p99.9": {
              "description": "99.9th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p99.9: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "service_time.max": {
              "description": "The longest of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.max: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "retries": {
              "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "in_flight.max": {
              "description": "The most requests that were under way at once. Example: `in_flight.max: < 100`.",
              "x-dimension": "count",
              "examples": ["< 100"]
            },
            "client_lag.p99": {
              "description": "How much later than they were due requests were sent by this client, 99th percentile. Example: `client_lag.p99: < 10ms`.",
              "x-dimension": "duration",
              "examples": ["< 10ms"]
            },
            "client_lag.max": {
              "description": "The longest of these times. Example: `client_lag.max: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            }
          },
          "patternProperties": {
            "^share\\..+": {
              "description": "Share of the good answers that a worker gave: `share.mac-studio-1`; `share.each` is that of every worker. Example: `share.each: 33% ± 5%`.",
              "x-dimension": "percentage",
              "examples": ["33% ± 5%"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "model": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/model.schema.json",
      "title": "model",
      "description": "Asks the worker's API whether it lists its model, whether the model is loaded, and whether it answers a completion of one token. Example: `model: {}`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "completion": {
          "description": "Whether to ask for a completion of one token; without it `answers` and `time.completion` have no data. It makes a server that loads models on demand load this one. Default: `true`. Example: `completion: false`.",
          "type": "boolean",
          "default": true,
          "examples": [false]
        },
        "prompt": {
          "description": "The prompt of that completion. Default: `Say ok.`. Example: `prompt: Hello`.",
          "type": "string",
          "minLength": 1,
          "default": "Say ok.",
          "examples": ["Hello"]
        },
        "timeout": {
          "description": "How long one request may take, as a duration with a unit; loading a model takes long. Default: `30s`. Example: `timeout: 2m`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"2m\"",
          "default": "30s",
          "examples": ["2m"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `model` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "api": {
              "description": "Whether the worker answers like an OpenAI API (`GET /v1/models`). Example: `api: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "listed": {
              "description": "Whether the worker lists the model that the cluster file names for it. Example: `listed: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "loaded": {
              "description": "Whether the model is in memory, where the server tells (see `loaded_by`). Example: `loaded: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "answers": {
              "description": "Whether the completion of one token came back. Example: `answers: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "models": {
              "description": "The models that the worker lists. Example: `models: contains mistral-7b-instruct-v0.2`.",
              "x-dimension": "list",
              "examples": ["contains mistral-7b-instruct-v0.2"]
            },
            "state": {
              "description": "The state of the model in the server's own words, where the server tells it: `loaded` and `not-loaded` (LM Studio), `loaded` and `not loaded` (Ollama), `ok` and `loading` (llama.cpp), `healthy` (vLLM). Example: `state: loaded`.",
              "x-dimension": "text",
              "examples": ["loaded"]
            },
            "loaded_by": {
              "description": "What told whether the model is loaded: the path of the server's own API (`/api/v0/models`, `/api/ps`, `/health`), or `completion` where only an answer could prove it. Example: `loaded_by: == /api/v0/models`.",
              "x-dimension": "text",
              "examples": ["== /api/v0/models", "completion"]
            },
            "served_model": {
              "description": "The model that the completion says it came from. Example: `served_model: mistral-7b-instruct-v0.2`.",
              "x-dimension": "text",
              "examples": ["mistral-7b-instruct-v0.2"]
            },
            "status": {
              "description": "The HTTP status of the request for the list of models. Example: `status: 200`.",
              "x-dimension": "count",
              "examples": [200]
            },
            "time.list": {
              "description": "Time of the request for the list of models. Example: `time.list: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "time.completion": {
              "description": "Time of the completion of one token. Example: `time.completion: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "overload": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/overload.schema.json",
      "title": "overload",
      "description": "Sends far more at once than the workers and the queue can hold, and says whether the rest is refused cleanly, the admitted are served in time, and all is well afterwards. Example: `overload: { max_queue: 30 }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "requests": {
          "description": "How many requests are sent at once. Default: 200. Example: `requests: 500`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000,
          "default": 200,
          "examples": [500]
        },
        "max_queue": {
          "description": "How many may wait for a slot. Default: 30. Example: `max_queue: 100`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000,
          "default": 30,
          "examples": [100]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "examples": ["round_robin"]
        },
        "warmup": {
          "description": "How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "default": 30,
          "examples": [60]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `overload` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "admitted": {
              "description": "How many requests got a slot, at once or after waiting. Example: `admitted: \">= 45\"`.",
              "x-dimension": "count",
              "examples": [">= 45"]
            },
            "rejected": {
              "description": "How many were refused by the balancer, without being sent to a worker. Example: `rejected: \"> 0\"`.",
              "x-dimension": "count",
              "examples": ["> 0"]
            },
            "unclean": {
              "description": "How many ended in any other way than served or refused with status 503 and a time to try again. Example: `unclean: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "reject_time.max": {
              "description": "The longest that a refused request waited for its refusal. Example: `reject_time.max: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "admitted.success_rate": {
              "description": "Share of the admitted that got a whole answer. Example: `admitted.success_rate: 100%`.",
              "x-dimension": "percentage",
              "examples": ["100%"]
            },
            "admitted.latency.p95": {
              "description": "95th percentile of the time from arrival to the end of the answer, of the admitted. Example: `admitted.latency.p95: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "admitted.latency.max": {
              "description": "The longest of these times. Example: `admitted.latency.max: < 2s`.",
              "x-dimension": "duration",
              "examples": ["< 2s"]
            },
            "admitted.slowdown": {
              "description": "That longest time over the least in which the workers can have served as many: the slots alone decide. Example: `admitted.slowdown: < 1.5x`.",
              "x-dimension": "multiplier",
              "examples": ["< 1.5x"]
            },
            "recovery.success_rate": {
              "description": "Share of the requests after the overload that got a whole answer. Example: `recovery.success_rate: 100%`.",
              "x-dimension": "percentage",
              "examples": ["100%"]
            },
            "recovery.slowdown": {
              "description": "Median latency of a load that fits, after the overload over before it; 1x has recovered. Example: `recovery.slowdown: < 1.3x`.",
              "x-dimension": "multiplier",
              "examples": ["< 1.3x"]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots, counted from what was sent and what came back. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": [0]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "path": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/path.schema.json",
      "title": "path",
      "description": "Follows the route to the worker: how many hops, which ones, and the largest packet that passes. Example: `path: { max_hops: 4 }`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "max_hops": {
          "description": "How many hops to look at before giving up. Default: 16. Example: `max_hops: 4`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 64,
          "default": 16,
          "examples": [4]
        },
        "mtu": {
          "description": "Whether to measure the largest packet that passes in one piece. Default: `true`. Example: `mtu: false`.",
          "type": "boolean",
          "default": true,
          "examples": [false]
        },
        "timeout": {
          "description": "How long following the route may take, and measuring the largest packet again as long, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"5s\"",
          "default": "10s",
          "examples": ["5s"]
        },
        "host": {
          "description": "Another host to follow the route to: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.1`.",
          "type": "string",
          "minLength": 1,
          "pattern": "^[^/\\s]+$",
          "x-expected": "a host name or an IP address such as \"10.247.162.1\"",
          "examples": ["10.247.162.1"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `path` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "mtu": {
              "description": "The largest IP packet that passes in one piece. Example: `mtu: \">= 1500B\"`.",
              "x-dimension": "bytes",
              "examples": [">= 1500B"]
            },
            "hops": {
              "description": "How many hops away the host is; 1 is the same network. Example: `hops: 1`.",
              "x-dimension": "count",
              "examples": [1, "<= 3"]
            },
            "reached": {
              "description": "Whether the host itself answered. Example: `reached: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "route": {
              "description": "The addresses of the hops in their order, `*` where one was silent. Example: `route: contains 192.168.1.1`.",
              "x-dimension": "list",
              "examples": ["contains 192.168.1.1"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "ping": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/ping.schema.json",
      "title": "ping",
      "description": "Sends ICMP echo requests to the worker and measures loss, round-trip times and jitter. Example: `ping: { count: 20 }`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "count": {
          "description": "How many packets to send. More packets prove a tighter bound on the loss: 0 of 10 lost only shows that it is below 26 % (at 95 %). Default: 10. Example: `count: 100`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "default": 10,
          "examples": [100]
        },
        "interval": {
          "description": "Time between two packets, as a duration with a unit. An unprivileged user may not go below `2ms`. Default: `200ms`. Example: `interval: 50ms`.",
          "type": "string",
          "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration such as \"50ms\"",
          "default": "200ms",
          "examples": ["50ms"]
        },
        "timeout": {
          "description": "How long to wait for the answer to one packet, as a duration with a unit. Default: `2s`. Example: `timeout: 500ms`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"500ms\"",
          "default": "2s",
          "examples": ["500ms"]
        },
        "size": {
          "description": "Bytes of payload in one packet, without headers. Default: 56 (64 bytes with the ICMP header). Example: `size: 1400`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 65507,
          "default": 56,
          "examples": [1400]
        },
        "method": {
          "description": "What is sent: `icmp` echo requests by the system's ping, or `tcp` round trips (a connection to the worker's port). `tcp` is never chosen silently: where ICMP is not permitted, the check is an error that says so. Default: `icmp`. Example: `method: tcp`.",
          "type": "string",
          "enum": ["icmp", "tcp"],
          "default": "icmp",
          "examples": ["tcp"]
        },
        "host": {
          "description": "Another host to ping instead of the worker: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.1`.",
          "type": "string",
          "minLength": 1,
          "pattern": "^[^/\\s]+$",
          "x-expected": "a host name or an IP address such as \"10.247.162.1\"",
          "examples": ["10.247.162.1"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `ping` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "packet_loss": {
              "description": "Share of the packets that got no answer. Example: `packet_loss: 0%`.",
              "x-dimension": "percentage",
              "examples": ["0%", "<= 1%"]
            },
            "packet_loss.upper_bound": {
              "description": "Upper bound of the loss that this many packets prove: one-sided, 95 % (Clopper-Pearson). Example: `packet_loss.upper_bound: < 5%`.",
              "x-dimension": "percentage",
              "examples": ["< 5%"]
            },
            "packet_loss.lower_bound": {
              "description": "Lower bound of the loss that this many packets prove: one-sided, 95 % (Clopper-Pearson). Example: `packet_loss.lower_bound: < 1%`.",
              "x-dimension": "percentage",
              "examples": ["< 1%"]
            },
            "packets.sent": {
              "description": "Packets sent. Example: `packets.sent: \">= 10\"`.",
              "x-dimension": "count",
              "examples": [">= 10"]
            },
            "packets.received": {
              "description": "Packets answered in time. Example: `packets.received: \">= 9\"`.",
              "x-dimension": "count",
              "examples": [">= 9"]
            },
            "packets.duplicates": {
              "description": "Answers that came more than once: two hosts share the address, or a loop in the network. Example: `packets.duplicates: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "rtt.min": {
              "description": "Shortest round trip. Example: `rtt.min: < 1ms`.",
              "x-dimension": "duration",
              "examples": ["< 1ms"]
            },
            "rtt.avg": {
              "description": "Mean round trip. Example: `rtt.avg: < 10ms`.",
              "x-dimension": "duration",
              "examples": ["< 10ms"]
            },
            "rtt.max": {
              "description": "Longest round trip. Example: `rtt.max: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "rtt.mdev": {
              "description": "Standard deviation of the round trips, as ping prints it. Example: `rtt.mdev: < 2ms`.",
              "x-dimension": "duration",
              "examples": ["< 2ms"]
            },
            "rtt.p95": {
              "description": "95th percentile of the round trips. Example: `rtt.p95: < 20ms`.",
              "x-dimension": "duration",
              "examples": ["< 20ms"]
            },
            "jitter": {
              "description": "Mean difference between one round trip and the next. Example: `jitter: < 5ms`.",
              "x-dimension": "duration",
              "examples": ["< 5ms"]
            },
            "method": {
              "description": "What was really sent: `icmp` or `tcp`. Example: `method: icmp`.",
              "x-dimension": "text",
              "examples": ["icmp"]
            },
            "address": {
              "description": "The IP address that the packets went to. Example: `address: 192.168.1.105`.",
              "x-dimension": "text",
              "examples": ["192.168.1.105"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "same_model": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/same_model.schema.json",
      "title": "same_model",
      "description": "Asks every selected worker which model it serves, and says whether it is the same one, of the same size and quantization as far as the servers tell. Example: `same_model: {}`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "timeout": {
          "description": "How long one request may take, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"5s\"",
          "default": "10s",
          "examples": ["5s"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `same_model` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "same": {
              "description": "Whether all workers serve the same model: the same name, and nothing else that two of them tell differently. No data where a worker cannot be asked. Example: `same: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "models": {
              "description": "The models that they serve, each once. Example: `models: contains mistral-7b-instruct-v0.2`.",
              "x-dimension": "list",
              "examples": ["contains mistral-7b-instruct-v0.2"]
            },
            "differing": {
              "description": "The workers whose model is not that of most; of two that differ, the second. Example: `differing: contains mac-studio-2`.",
              "x-dimension": "list",
              "examples": ["contains mac-studio-2"]
            },
            "quantizations": {
              "description": "Their quantizations, each once, where the servers tell (LM Studio, Ollama). Example: `quantizations: contains Q4_K_M`.",
              "x-dimension": "list",
              "examples": ["contains Q4_K_M"]
            },
            "sizes": {
              "description": "Their sizes in parameters, each once and in the server's own words, where the servers tell (Ollama, llama.cpp). Example: `sizes: contains 7.2B`.",
              "x-dimension": "list",
              "examples": ["contains 7.2B"]
            },
            "unknown": {
              "description": "How many workers did not tell which model they serve. Example: `unknown: 0`.",
              "x-dimension": "count",
              "examples": [0]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "slots": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/slots.schema.json",
      "title": "slots",
      "description": "Finds out how many requests a worker really serves at once, against the `max_concurrent_requests` that the cluster file claims: by a ladder of loads, past the balancer. Example: `slots: { rounds: 3 }`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "rounds": {
          "description": "How many requests each place of the ladder sends, one after the other. Default: 3. Example: `rounds: 5`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100,
          "default": 3,
          "examples": [5]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens: long enough that answers overlap. Default: 32. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 2,
          "maximum": 100000,
          "default": 32,
          "examples": [64]
        },
        "up_to": {
          "description": "How far the ladder goes. Default: twice what the cluster file claims. Example: `up_to: 16`.",
          "type": "integer",
          "minimum": 2,
          "maximum": 256,
          "examples": [16]
        },
        "timeout": {
          "description": "How long one request may take, as a duration with a unit. Default: `30s`. Example: `timeout: 60s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"60s\"",
          "default": "30s",
          "examples": ["60s"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `slots` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "claimed": {
              "description": "What the cluster file says. Example: `claimed: 5`.",
              "x-dimension": "count",
              "examples": [5]
            },
            "slots": {
              "description": "How many requests the worker really serves at once, as far as the ladder goes. Example: `slots: \">= 4\"`.",
              "x-dimension": "count",
              "examples": [">= 4"]
            },
            "claim_holds": {
              "description": "Whether it serves at least as many at once as are claimed. Example: `claim_holds: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "serialises": {
              "description": "Whether two requests take turns instead of being served together. Example: `serialises: false`.",
              "x-dimension": "boolean",
              "examples": [false]
            },
            "streams.max": {
              "description": "The most answers that were under way at the same moment, each begun and not ended; no data where the worker does not stream. Example: `streams.max: \">= 4\"`.",
              "x-dimension": "count",
              "examples": [">= 4"]
            },
            "gain.at_2": {
              "description": "Throughput with two requests under way over that with one. Example: `gain.at_2: \"> 1.3x\"`.",
              "x-dimension": "multiplier",
              "examples": ["> 1.3x"]
            },
            "gain.at_claimed": {
              "description": "Throughput with as many under way as are claimed over that with one. Example: `gain.at_claimed: \"> 3x\"`.",
              "x-dimension": "multiplier",
              "examples": ["> 3x"]
            },
            "gain.max": {
              "description": "The highest such gain of the ladder. Example: `gain.max: \"> 3x\"`.",
              "x-dimension": "multiplier",
              "examples": ["> 3x"]
            },
            "method": {
              "description": "By what the slots were told: `streams` or `throughput`. Example: `method: streams`.",
              "x-dimension": "text",
              "examples": ["streams"]
            },
            "success_rate": {
              "description": "Share of the requests that got a whole answer. Example: `success_rate: 100%`.",
              "x-dimension": "percentage",
              "examples": ["100%"]
            }
          },
          "patternProperties": {
            "^latency\\..+": {
              "description": "Mean latency at each place of the ladder, by how many were under way: `latency.at_2`. Example: `latency.at_2: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "soak": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/soak.schema.json",
      "title": "soak",
      "description": "Keeps a steady load up for a time, and says how the cluster changed from the first third of it to the last one: who gets hot, fills up or tires. Example: `soak: { duration: 30m, concurrency: 15 }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "duration": {
          "description": "How long requests are started, as a duration with a unit, up to a day. It must fit into the `timeout` of the test. Default: `60s`. Example: `duration: 30m`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"30m\"",
          "default": "60s",
          "examples": ["30m"]
        },
        "concurrency": {
          "description": "How many requests are under way at any time: each that ends is followed by the next. Default: as many as the selected workers have slots. Example: `concurrency: 15`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [15]
        },
        "rate": {
          "description": "Starts requests at this rate instead, however long the answers take. Excludes `concurrency`. Default: none. Example: `rate: 20/s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])\\d{1,6}(\\.\\d+)?\\s?/\\s?(s|m|min|h)$",
          "x-expected": "a rate above zero such as \"20/s\"",
          "examples": ["20/s"]
        },
        "workload": {
          "description": "What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.",
          "$ref": "../workload.schema.json#/$defs/reference",
          "default": "short-chat",
          "examples": ["short-chat"]
        },
        "max_tokens": {
          "description": "How long each answer may be, in tokens. Default: as the workload says. Example: `max_tokens: 64`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [64]
        },
        "stream": {
          "description": "Whether answers are streamed, which first tokens are known of. Default: as the workload says. Example: `stream: true`.",
          "type": "boolean",
          "examples": [true]
        },
        "strategy": {
          "description": "By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.",
          "type": "string",
          "enum": [
            "hybrid",
            "least_outstanding",
            "round_robin",
            "weighted",
            "p2c",
            "peak_ewma",
            "prequal",
            "cache_affinity"
          ],
          "examples": ["round_robin"]
        },
        "warmup": {
          "description": "How many requests are sent first and not counted. Default: as many as `concurrency`. Example: `warmup: 60`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 100000,
          "examples": [60]
        }
      },
      "allOf": [
        {
          "not": {
            "type": "object",
            "required": ["concurrency", "rate"]
          }
        }
      ],
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `soak` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "throughput.drift": {
              "description": "How much the rate of good answers changed from the first third to the last one; a fall is below zero. Judged with its interval. Example: `throughput.drift: \">= -5%\"`.",
              "x-dimension": "percentage",
              "examples": [">= -5%"]
            },
            "latency.drift": {
              "description": "How much the mean latency changed. Judged with its interval. Example: `latency.drift: <= 10%`.",
              "x-dimension": "percentage",
              "examples": ["<= 10%"]
            },
            "errors.last_third": {
              "description": "How many requests failed in the last third, or ended after it. Example: `errors.last_third: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "throttled": {
              "description": "The workers whose service time rose beyond noise: by more than 5 % even at the low end of its interval. Example: `throttled: contains mac-studio-2`.",
              "x-dimension": "list",
              "examples": ["contains mac-studio-2"]
            },
            "throttled.count": {
              "description": "How many workers these are. Example: `throttled.count: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "success_rate": {
              "description": "Share of the requests that got a whole answer of the API: status 200 and a body that holds a choice. Example: `success_rate: \">= 99%\"`.",
              "x-dimension": "percentage",
              "examples": [">= 99%"]
            },
            "requests": {
              "description": "How many requests ended. Example: `requests: \">= 30\"`.",
              "x-dimension": "count",
              "examples": [">= 30"]
            },
            "failed": {
              "description": "How many of them got no such answer. Example: `failed: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "retries": {
              "description": "How often a request was sent again to another worker. Example: `retries: 0`.",
              "x-dimension": "count",
              "examples": [0]
            },
            "throughput": {
              "description": "Good answers per second, over all of the time. Example: `throughput: \"> 20/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 20/s"]
            },
            "tokens_per_second.output": {
              "description": "Tokens that the workers wrote per second. Example: `tokens_per_second.output: \"> 500/s\"`.",
              "x-dimension": "rate",
              "examples": ["> 500/s"]
            },
            "latency.avg": {
              "description": "Mean time from the intended start of a request to the end of its answer, waiting included. Example: `latency.avg: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p50": {
              "description": "Median of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p50: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p90": {
              "description": "90th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p90: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p95": {
              "description": "95th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p95: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p99": {
              "description": "99th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.p99.9": {
              "description": "99.9th percentile of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.p99.9: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "latency.max": {
              "description": "The longest of `latency`: time from the intended start of a request to the end of its answer, waiting included. Example: `latency.max: < 1s`.",
              "x-dimension": "duration",
              "examples": ["< 1s"]
            },
            "ttft.p50": {
              "description": "Median of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p50: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "ttft.p95": {
              "description": "95th percentile of `ttft`: time to the first token, waiting included; of streamed answers alone. Example: `ttft.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "queue_wait.p95": {
              "description": "95th percentile of `queue_wait`: time that a request waited for a slot. Example: `queue_wait.p95: < 100ms`.",
              "x-dimension": "duration",
              "examples": ["< 100ms"]
            },
            "service_time.avg": {
              "description": "Mean time from the sending of a request to a worker to the end of its answer. Example: `service_time.avg: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "service_time.p95": {
              "description": "95th percentile of `service_time`: time from the sending of a request to a worker to the end of its answer. Example: `service_time.p95: < 500ms`.",
              "x-dimension": "duration",
              "examples": ["< 500ms"]
            },
            "slots_exceeded": {
              "description": "How often a worker had more requests under way than its slots. Example: `slots_exceeded: 0`.",
              "x-dimension": "count",
              "examples": [0]
            }
          },
          "patternProperties": {
            "^service_drift\\..+": {
              "description": "How much the mean service time of a worker changed from the first third to the last one: `service_drift.mac-studio-1`; `service_drift.each` is that of every worker. Judged with its interval. Example: `service_drift.each: <= 10%`.",
              "x-dimension": "percentage",
              "examples": ["<= 10%"]
            },
            "^share\\..+": {
              "description": "Share of the good answers that a worker gave: `share.mac-studio-1`; `share.each` is that of every worker. Example: `share.each: 33% ± 5%`.",
              "x-dimension": "percentage",
              "examples": ["33% ± 5%"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "subnet": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/subnet.schema.json",
      "title": "subnet",
      "description": "Says whether all selected workers and this host are in one network, and which interface and gateway lead there. Example: `subnet: { cidr: 10.247.0.0/16 }`.",
      "x-scope": "cluster",
      "type": "object",
      "properties": {
        "cidr": {
          "description": "The network that all addresses must be in, in CIDR notation. Overrides `network.subnet` of the cluster file. Default: that, or the network of this host's interface. Example: `cidr: 10.247.0.0/16`.",
          "type": "string",
          "format": "cidr",
          "pattern": "^[0-9A-Fa-f:.]+/\\d{1,3}$",
          "x-expected": "a network such as \"10.247.0.0/16\"",
          "examples": ["10.247.0.0/16"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `subnet` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "same_subnet": {
              "description": "Whether all selected workers and this host are in one network. Example: `same_subnet: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "on_link": {
              "description": "Whether every worker is reached without a router. Example: `on_link: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "subnets": {
              "description": "The networks that the workers and this host are in. Example: `subnets: contains 192.168.1.0/24`.",
              "x-dimension": "list",
              "examples": ["contains 192.168.1.0/24"]
            },
            "interface": {
              "description": "The interface that leads to the workers (to the first, if they differ). Example: `interface: en0`.",
              "x-dimension": "text",
              "examples": ["en0", "/^(en|eth)/"]
            },
            "interfaces": {
              "description": "All interfaces that lead to the workers. Example: `interfaces: contains eth0`.",
              "x-dimension": "list",
              "examples": ["contains eth0"]
            },
            "gateway": {
              "description": "The router on the way, where there is one. Example: `gateway: 192.168.1.1`.",
              "x-dimension": "text",
              "examples": ["192.168.1.1"]
            },
            "source": {
              "description": "This host's own address on the way to the workers. Example: `source: 192.168.1.20`.",
              "x-dimension": "text",
              "examples": ["192.168.1.20"]
            }
          },
          "additionalProperties": false
        }
      }
    },
    "tcp": {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://clustergate.dev/schemas/checks/tcp.schema.json",
      "title": "tcp",
      "description": "Connects to the worker's port and says whether something listens there, and how long the connection took. Example: `tcp: { count: 5 }`.",
      "x-scope": "worker",
      "type": "object",
      "properties": {
        "host": {
          "description": "Another host to connect to instead of the worker: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.71`.",
          "type": "string",
          "minLength": 1,
          "pattern": "^[^/\\s]+$",
          "x-expected": "a host name or an IP address such as \"10.247.162.71\"",
          "examples": ["10.247.162.71"]
        },
        "port": {
          "description": "Another port to connect to. Default: the worker's own port. Example: `port: 22`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "examples": [22]
        },
        "count": {
          "description": "How many connections to make, one after the other. Default: 1. Example: `count: 20`.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "default": 1,
          "examples": [20]
        },
        "interval": {
          "description": "Pause between two connections, as a duration with a unit. Default: `200ms`. Example: `interval: 50ms`.",
          "type": "string",
          "pattern": "^(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration such as \"50ms\"",
          "default": "200ms",
          "examples": ["50ms"]
        },
        "timeout": {
          "description": "How long to wait for one connection, as a duration with a unit. A host that is off is only told from a firewall after about `2s`. Default: `2s`. Example: `timeout: 5s`.",
          "type": "string",
          "pattern": "^(?=.*[1-9])(\\d{1,9}(\\.\\d+)?\\s?(us|µs|ms)|\\d{1,6}(\\.\\d+)?\\s?s|\\d{1,4}(\\.\\d+)?\\s?(m|min)|\\d{1,2}(\\.\\d+)?\\s?h|(\\d{1,2}h\\s?)?\\d{1,4}m(in)?\\s?\\d{1,2}s|\\d{1,2}h\\s?\\d{1,4}m(in)?)$",
          "x-expected": "a duration above zero such as \"5s\"",
          "default": "2s",
          "examples": ["5s"]
        }
      },
      "additionalProperties": false,
      "$defs": {
        "metrics": {
          "description": "What `tcp` measures: the names that `expect` may use.",
          "x-noun": "metric",
          "type": "object",
          "properties": {
            "open": {
              "description": "Whether every connection was accepted. Example: `open: true`.",
              "x-dimension": "boolean",
              "examples": [true]
            },
            "state": {
              "description": "How the connection ended: `open`, `refused`, `timed_out`, `unreachable`, `reset` or `dns`. Example: `state: open`.",
              "x-dimension": "text",
              "examples": ["open", "one of [open, refused]"]
            },
            "connect_time": {
              "description": "Mean time until a connection stood. Example: `connect_time: < 10ms`.",
              "x-dimension": "duration",
              "examples": ["< 10ms"]
            },
            "connect_time.min": {
              "description": "Shortest time until a connection stood. Example: `connect_time.min: < 5ms`.",
              "x-dimension": "duration",
              "examples": ["< 5ms"]
            },
            "connect_time.max": {
              "description": "Longest time until a connection stood; about 1 s more than usual tells of a lost packet. Example: `connect_time.max: < 50ms`.",
              "x-dimension": "duration",
              "examples": ["< 50ms"]
            },
            "success_rate": {
              "description": "Share of the connections that were accepted. Example: `success_rate: 100%`.",
              "x-dimension": "percentage",
              "examples": ["100%"]
            },
            "success_rate.lower_bound": {
              "description": "Lower bound of the success rate that this many connections prove: one-sided, 95 % (Clopper-Pearson). Example: `success_rate.lower_bound: \"> 90%\"`.",
              "x-dimension": "percentage",
              "examples": ["> 90%"]
            },
            "address": {
              "description": "The IP address that was connected to. Example: `address: 192.168.1.105`.",
              "x-dimension": "text",
              "examples": ["192.168.1.105"]
            }
          },
          "additionalProperties": false
        }
      }
    }
  }
}
