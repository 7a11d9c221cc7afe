#!/usr/bin/env bash
# Prints new passwords and signing keys as the Secrets, and the public keys as
# the ConfigMap, that the manifests name; keeps nothing on disk but in a
# private folder while it runs.
#
#   k8s/secrets.sh | kubectl -n rasoat create -f -
#
# `create`, not `apply`: what is there already is refused, not replaced.
# README.md tells how to put in a new one.
set -euo pipefail

work=$(umask 077 && mktemp -d)
trap 'rm -rf "$work"' EXIT

password() { openssl rand -hex 24; }
key() { openssl rand -base64 32; }

# The 32 bytes that an Ed25519 key is made of end its DER form.
seed() { openssl pkey -in "$work/$1.pem" -outform DER | tail -c 32 | base64 -w0; }
public_key() { openssl pkey -in "$work/$1.pem" -pubout -outform DER | tail -c 32 | base64 -w0; }

for issuer in people scoring workflow reporting; do
  openssl genpkey -algorithm ed25519 -out "$work/$issuer.pem"
done

# make_secret NAME KEY=VALUE…
make_secret() {
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: {name: %s}\ntype: Opaque\nstringData:\n' "$1"
  shift
  local item
  for item in "$@"; do printf '  %s: "%s"\n' "${item%%=*}" "${item#*=}"; done
}

make_secret rasoat-registry "mysql-password=$(password)" "data-keys=1:$(key)" "index-key=$(key)"
make_secret rasoat-scoring "mysql-password=$(password)" "signing-seed=$(seed scoring)"
make_secret rasoat-workflow "mysql-password=$(password)" "signing-seed=$(seed workflow)" \
  "people-seed=$(seed people)" "admin-password=$(openssl rand -hex 12)"
make_secret rasoat-reporting "mysql-password=$(password)" "signing-seed=$(seed reporting)"

trust=
for issuer in people scoring workflow reporting; do trust+=${trust:+,}$issuer:$(public_key "$issuer"); done
printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: rasoat-trust}\ndata:\n  keys: "%s"\n' "$trust"
