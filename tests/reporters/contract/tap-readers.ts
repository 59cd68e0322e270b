import { execFileSync } from 'node:child_process'
import { execa } from 'execa'
import { parse } from 'yaml'

export interface TapPoint {
  readonly number: number
  readonly isOk: boolean
  readonly description: string
  readonly directive: string
  readonly reason: string
}

export interface TapResult {
  readonly points: readonly TapPoint[]
  readonly parseErrors: readonly string[]
  readonly planned: number
  readonly failed: number
  readonly isBailedOut: boolean
}

/**
 * Perl's TAP::Parser, on which `prove` is based; it comes with Perl. Its latest release supports version
 * 13, of which 14 is the same with child tests, so it gets that version.
 */
const script = `
use strict; use warnings; use TAP::Parser; use JSON::PP;
open my $file, '<:encoding(UTF-8)', $ARGV[0] or die $!;
my $tap = do { local $/; <$file> };
$tap =~ s/^TAP version 14\\n/TAP version 13\\n/ or die 'no TAP version 14';
my $parser = TAP::Parser->new({ tap => $tap });
my (@points, $bailed);
while (my $result = $parser->next) {
  $bailed = 1 if $result->is_bailout;
  next unless $result->is_test;
  push @points, [ $result->number + 0, $result->is_actual_ok ? JSON::PP::true : JSON::PP::false,
    $result->description, $result->directive, $result->explanation ];
}
binmode STDOUT, ':raw';
print JSON::PP->new->utf8->encode({ points => \\@points, parseErrors => [$parser->parse_errors],
  planned => ($parser->tests_planned // 0) + 0, failed => scalar($parser->failed) + 0,
  isBailedOut => $bailed ? JSON::PP::true : JSON::PP::false });
`

export function hasTapParser(): boolean {
  try {
    execFileSync('perl', ['-MTAP::Parser', '-MJSON::PP', '-e', '1'], { stdio: 'ignore' })
    return true
  } catch {
    // No Perl, or one without its modules.
    return false
  }
}

export async function readByPerl(file: string): Promise<TapResult> {
  const { stdout } = await execa('perl', ['-e', script, file], { maxBuffer: 256 * 1024 * 1024 })
  const { points, ...rest } = JSON.parse(stdout)
  return {
    ...rest,
    points: points.map(([number, isOk, description, directive, reason]: unknown[]) => ({
      number,
      isOk,
      description,
      directive,
      reason,
    })),
  }
}

/** The YAML below each point, by its number. */
export function yamlBlocks(text: string): ReadonlyMap<number, Record<string, unknown>> {
  const blocks = text.matchAll(
    /^(?:not )?ok (\d+)[^\n]*\n {2}---\n((?: {2}(?!\.\.\.\n)[^\n]*\n)*) {2}\.\.\.\n/gm,
  )
  return new Map(
    [...blocks].map(([, number, body = '']) => [
      Number(number),
      parse(body.replaceAll(/^ {2}/gm, '')) ?? {},
    ]),
  )
}
