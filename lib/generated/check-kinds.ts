// Generated from the schemas by `npm run generate`. Do not edit.

import { check as adapt } from '../checks/adapt.ts'
import { check as affinity } from '../checks/affinity.ts'
import { check as balance } from '../checks/balance.ts'
import { check as batch } from '../checks/batch.ts'
import { check as benchmark } from '../checks/benchmark.ts'
import { check as command } from '../checks/command.ts'
import { check as dns } from '../checks/dns.ts'
import { check as failover } from '../checks/failover.ts'
import { check as http } from '../checks/http.ts'
import { check as idle } from '../checks/idle.ts'
import { check as latency } from '../checks/latency.ts'
import { check as load } from '../checks/load.ts'
import { check as model } from '../checks/model.ts'
import { check as overload } from '../checks/overload.ts'
import { check as path } from '../checks/path.ts'
import { check as ping } from '../checks/ping.ts'
import { check as same_model } from '../checks/same-model.ts'
import { check as slots } from '../checks/slots.ts'
import { check as soak } from '../checks/soak.ts'
import { check as subnet } from '../checks/subnet.ts'
import { check as tcp } from '../checks/tcp.ts'

/** The modules of all checks, by kind. */
export const checkModules = { adapt, affinity, balance, batch, benchmark, command, dns, failover, http, idle, latency, load, model, overload, path, ping, same_model, slots, soak, subnet, tcp } as const
