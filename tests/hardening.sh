#!/bin/sh
# Looks at the built program for what the release preset promises (security.md, section 6): position
# independence, full RELRO, no executable stack, stack protector, FORTIFY, control-flow protection.
set -u

program=$1
failed=0

need() {
    if ! echo "$2" | grep -qE "$3"; then
        echo "$program: no $1"
        failed=1
    fi
}

header=$(readelf -hW "$program") || exit 1
segments=$(readelf -lW "$program")
dynamic=$(readelf -dW "$program")
symbols=$(readelf --dyn-syms -W "$program")

need "position independence" "$header" 'Type: +DYN'
need "RELRO" "$segments" 'GNU_RELRO'
need "immediate binding" "$dynamic" 'BIND_NOW|FLAGS_1.*NOW'
need "stack that is not executable" "$segments" 'GNU_STACK.* RW '
need "stack protector" "$symbols" '__stack_chk_fail'
need "FORTIFY" "$symbols" '__[a-z]+_chk'
# Debian 12 links start files without the CET mark, so the mark itself is lost: the landing pads stand.
if [ "$(uname -m)" = x86_64 ]; then
    need "control-flow protection" "$(objdump -d "$program" | grep -m 1 -A 1 '<main>:')" endbr64
fi
exit $failed
