#!/bin/sh
# Checks one ballot in a full clone without Governance Board: with git, ssh-keygen and the plain tools of any Unix.
#
#   sh sceptic.sh decisions/2026/0005-admit-ms-marco/ballots/ana-1.toml [BRANCH]
#
# Run it inside the clone. It answers 0 and says yes, or 1 and says what is wrong. It believes board.toml as it lay in
# the commit before the ballot; whether that file came about rightly, and what the votes come to, it does not ask,
# nor whether the vote was open, whose seat it is, or which earlier ballot and charter it names: `board verify` does.
set -eu
export LC_ALL=C GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=/dev/null GIT_LITERAL_PATHSPECS=1
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=core.fsmonitor \
    GIT_CONFIG_VALUE_0=false GIT_CONFIG_KEY_1=core.commitGraph GIT_CONFIG_VALUE_1=false \
    GIT_CONFIG_KEY_2=advice.graftFileDeprecated GIT_CONFIG_VALUE_2=false
no() { echo "no: $*" >&2; exit 1; }
[ $# -ge 1 ] || { echo "usage: sh sceptic.sh BALLOT [BRANCH]" >&2; exit 2; }
cd "$(git rev-parse --show-toplevel)"; work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
sum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-64; }
ballot=$1 branch=${2:-}
if [ -z "$branch" ]; then branch=HEAD; git rev-parse -q --verify origin/main >/dev/null && branch=origin/main; fi
[ "$(git rev-parse --is-shallow-repository)" = false ] || no "this clone is shallow: git fetch --unshallow"

# The place: <root>decisions/<id>/ballots/<member>-<number>.toml
root=${ballot%%decisions/*} rest=${ballot#*decisions/}
id=${rest%/ballots/*} file=${ballot##*/ballots/}
member=${file%-*} number=${file##*-} number=${number%.toml}
[ "$ballot" = "${root}decisions/$id/ballots/$member-$number.toml" ] || no "$ballot is not the place of a ballot"
# One commit wrote it; whoever touched it since took it away or put the same bytes back.
git rev-list --topo-order --full-history --no-merges "$branch" -- "$ballot" >"$work/commits"
commit=$(tail -n 1 "$work/commits")
[ -n "$commit" ] || no "no commit wrote $ballot"
git cat-file blob "$commit:$ballot" >"$work/ballot"
while read -r at; do
    git cat-file blob "$at:$ballot" >"$work/then" 2>/dev/null || continue
    cmp -s "$work/then" "$work/ballot" || no "$(wc -l <"$work/commits") commits touched $ballot, one with other bytes"
done <"$work/commits"
[ "$(git rev-parse "$branch:$ballot" 2>/dev/null)" = "$(git rev-parse "$commit:$ballot")" ] ||
    no "$ballot is not as it was"
# The commit holds tree, one parent, author, committer and one signature, in this order and nothing else.
git cat-file commit "$commit" >"$work/raw"
sed '/^$/,$d' "$work/raw" >"$work/head"
order=$(sed 's/^ .*/+/; s/ .*//' "$work/head" | uniq | tr '\n' ' ')
[ "$order" = "tree parent author committer gpgsig + " ] || no "commit $commit has the headers: $order"
parent=$(sed -n 's/^parent //p' "$work/head")
sed '1,/^$/{/^gpgsig /d;/^ /d;}' "$work/raw" >"$work/signed"
sed -n 's/^gpgsig //p; s/^ //p' "$work/head" >"$work/sig"
[ "$(grep -c '^-----' "$work/sig")" -eq 2 ] || no "commit $commit carries more than one signature"
# Members, addresses and keys by the charter of the parent.
git cat-file blob "$parent:board.toml" >"$work/charter"
awk '/^\[/ { m = ""; on = 0 }
    /^\[members\.[A-Za-z0-9_-]+\]/ { m = $0; sub(/^\[members\./, "", m); sub(/\].*/, "", m) }
    m != "" && /^suspended *= *true/ { print "suspended", m }
    m != "" && /^(keys|emails) *=/ { what = $0; sub(/ *=.*/, "", what); on = 1 }
    on { line = $0; while (match(line, /"[^"]*"/)) { print what, m, substr(line, RSTART + 1, RLENGTH - 2)
        line = substr(line, RSTART + RLENGTH) } if (line ~ /\]/) on = 0 }' "$work/charter" >"$work/members"
grep -q "^suspended $member\$" "$work/members" && no "the key of $member was suspended"
awk -v m="$member" '$1 == "keys" && $2 == m { print m, "namespaces=\"git\"", $3, $4 }' "$work/members" >"$work/allowed"
[ -s "$work/allowed" ] || no "board.toml lists no key for $member in $parent"
while read -r _ _ _ key; do
    [ "$(awk -v k="$key" '$1 == "keys" && $4 == k' "$work/members" | wc -l)" -eq 1 ] || no "two members share a key"
done <"$work/allowed"
said=$(ssh-keygen -Y verify -f "$work/allowed" -I "$member" -n git -s "$work/sig" <"$work/signed" 2>&1) ||
    no "the signature of $commit is not $member's: $said"
for line in author committer; do
    mail=$(sed -n "s/^$line .*<\(.*\)> [0-9]* [-+][0-9]*\$/\1/p" "$work/head" | tr 'A-Z' 'a-z')
    awk -v m="$member" '$1 == "emails" && $2 == m { print tolower($3) }' "$work/members" | grep -qxF -- "$mail" ||
        no "the $line of $commit is $mail, not $member"
done
# It added this one file, and beside it touched only the member's own review.
review="${root}decisions/$id/reviews/$member.toml"
git diff-tree -r --no-renames "$parent" "$commit" | cut -f1 | grep -qv ' 100644 ' && no "a file is not a plain file"
git -c core.quotePath=true diff-tree -r --no-renames --name-status "$parent" "$commit" |
    grep -vxF -e "A	$ballot" -e "A	$review" -e "M	$review" >"$work/others" &&
    no "the commit touches other files: $(head -n 1 "$work/others")"
# What the ballot names, above any long text: this board, proposal and member, and a text that lay there.
sed "1s/^$(printf '\357\273\277')//; s/$(printf '\r')\$//" "$work/ballot" >"$work/text" # however its lines end
sed -nE "/\"\"\"|'''/q; /^([a-z_]+ = |    \"[^\"]*\",\$|\]\$)/!q; p" "$work/text" >"$work/plain"
named() {
    [ "$(grep -c "^$1 = " "$work/text")" -eq 1 ] || no "the ballot names $1 not once"
    sed -n "s/^$1 = \"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" "$work/plain"
}
board=$(awk '/^\[/ { on = /^\[repository\]/ } on && /^id *=/' "$work/charter" | cut -d'"' -f2)
[ "$(named repository)" = "$board" ] || no "the ballot was cast in another repository"
[ "$(named proposal)" = "$id" ] || no "the ballot is about $(named proposal)"
[ "$(named member) $(named number)" = "$member $number" ] || no "the ballot is $(named member)'s number $(named number)"
revision=$(named revision)
verdict=$(named verdict | grep .) || no "the ballot names no verdict"
git cat-file blob "$parent:${root}decisions/$id/docket.toml" 2>/dev/null | grep -qxF "revision = \"$revision\"" ||
    no "the board never took up the revision that the ballot names"
digest() {
    git ls-tree -r -z --name-only "$1" -- "${root}proposals/$id.md" "${root}proposals/$id/" | tr '\0' '\n' | sort |
        while IFS= read -r path; do
            printf '%s  %s\n' "$(git cat-file blob "$1:$path" | sum)" "${path#"${root}proposals/"}"
        done | sum
}
for at in "$parent" $(git rev-list "$parent" -- "${root}proposals/$id.md" "${root}proposals/$id"); do
    [ "sha256:$(digest "$at")" = "$revision" ] || continue
    echo "yes: $member said $verdict on $id, to the text as it lay in $at"
    echo "     commit $commit; $said"; exit 0
done
no "no text of $id has the digest that the ballot names"
