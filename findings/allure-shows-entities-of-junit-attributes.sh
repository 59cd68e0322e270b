#!/usr/bin/env bash
# allure 3.18.0 (npm): `&gt;` in an attribute of JUnit XML is shown as these four characters; any XML reader makes `>` of
# it. A raw `>`, which XML allows in attributes, is shown right.
# Seen: the names "a &gt; b" and "a > c" in the data of the report.
# For whoever writes JUnit for Allure: leave `>` as it is in attributes.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund allure@3.18.0
mkdir in
cat > in/junit.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="S" tests="2" failures="0">
<testcase name="a &gt; b" classname="c" time="1"/><testcase name="a > c" classname="c" time="1"/>
</testsuite></testsuites>
X
npx allure awesome in -o out >/dev/null 2>&1
seen=$(grep -rhoE '"name":"a [^"]+"' out | sort -u); echo "$seen"
[ "$seen" = $'"name":"a &gt; b"\n"name":"a > c"' ] || { echo 'changed: it decodes the entity now, or names are elsewhere'; exit 1; }
