#!/usr/bin/env bash
# Stops the lab's services. What was built stays in LAB_DIR for the next up.sh.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
source env.sh
source lib/step.sh
source lib/services.sh

for LAB_STATE in "$LAB_DIR"/instance-*; do
  stop_services
done
