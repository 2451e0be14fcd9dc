#!/usr/bin/env bash
# Take down what up.sh brought up: only processes whose ids it wrote into DIR/run.   usage: down.sh DIR
D=${1:?dir}
export SLURM_CONF=$D/etc/slurm.conf
[ ! -s "$D/run/slurmctld.pid" ] || timeout 20 scancel --user "$(id -un)" >/dev/null 2>&1

# A file may outlive its process, and the number be another's: only what runs from DIR counts.
alive() {
    local pid
    pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] && grep -qsF "$D" "/proc/$pid/cmdline" "/proc/$pid/environ" && echo "$pid"
}

stop() {
    local file pid
    for file in "$@"; do pid=$(alive "$file") && kill "$pid"; done
    for _ in $(seq 100); do
        for file in "$@"; do alive "$file" >/dev/null && sleep 0.1 && continue 2; done
        return 0
    done
    for file in "$@"; do pid=$(alive "$file") && kill -9 "$pid"; done
    return 0
}

for daemon in 'slurmd.*' slurmctld slurmdbd mariadbd munged; do
    stop "$D"/run/$daemon.pid
done
