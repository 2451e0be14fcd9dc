#!/usr/bin/env bash
# Two nodes of a real Slurm with accounting on this machine, without systemd; nothing outside DIR is touched.
# usage: up.sh DIR PORT...   five free ports: controller, accounting, database, node n1, node n2. DIR has a short name (sockets).
# Debian: slurm-wlm slurm-wlm-basic-plugins munge slurmdbd mariadb-server. Taken down by down.sh DIR.
set -euo pipefail
D=${1:?dir} CONTROLLER=$2 ACCOUNTING=$3 DATABASE=$4 PORTS=("$5" "$6")
HOST=$(hostname -s) ME=$(id -un)
export SLURM_CONF=$D/etc/slurm.conf
mkdir -p "$D"/{etc,state,log,run,munge,db}
chmod 0755 "$D" "$D/munge"

# Wait until a command succeeds, as long as a loaded machine may take.
until_ok() {
    for _ in $(seq 300); do
        timeout 10 "$@" >/dev/null 2>&1 && return
        sleep 0.2
    done
    echo "gave up waiting: $*" >&2
    tail -n 15 "$D"/log/*.log >&2
    exit 1
}

# A key and a socket of its own.
(umask 077; head -c 1024 /dev/urandom >"$D/munge/key")
munged --force --key-file="$D/munge/key" --socket="$D/munge/sock" --pid-file="$D/run/munged.pid" \
    --seed-file="$D/munge/seed" --log-file="$D/log/munged.log" --num-threads=2

mariadb-install-db --no-defaults --user="$ME" --datadir="$D/db/data" --auth-root-authentication-method=socket \
    --skip-test-db >"$D/log/install.log" 2>&1
setsid mariadbd --no-defaults --user="$ME" --datadir="$D/db/data" --socket="$D/db/sock" --bind-address=127.0.0.1 \
    --port="$DATABASE" --skip-name-resolve --pid-file="$D/run/mariadbd.pid" --innodb-lock-wait-timeout=900 \
    --innodb-flush-log-at-trx-commit=0 >"$D/log/mariadbd.log" 2>&1 </dev/null &
until_ok mariadb-admin --no-defaults -S "$D/db/sock" ping
mariadb --no-defaults -S "$D/db/sock" -e "create database slurm_acct_db; create user slurm@127.0.0.1 identified by 'slurm';
    grant all on slurm_acct_db.* to slurm@127.0.0.1;"

(umask 077; cat >"$D/etc/slurmdbd.conf" <<CONF)
AuthType=auth/munge
AuthInfo=socket=$D/munge/sock
DbdHost=$HOST
DbdAddr=127.0.0.1
DbdPort=$ACCOUNTING
SlurmUser=$ME
PidFile=$D/run/slurmdbd.pid
LogFile=$D/log/slurmdbd.log
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=$DATABASE
StorageUser=slurm
StoragePass=slurm
StorageLoc=slurm_acct_db
CONF
cat >"$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$HOST(127.0.0.1)
SlurmctldPort=$CONTROLLER
SlurmUser=$ME
SlurmdUser=$ME
AuthType=auth/munge
AuthInfo=socket=$D/munge/sock,cred_expire=10
SlurmctldPidFile=$D/run/slurmctld.pid
SlurmdPidFile=$D/run/slurmd.%n.pid
SlurmdSpoolDir=$D/spool.%n
StateSaveLocation=$D/state
SlurmctldLogFile=$D/log/slurmctld.log
SlurmdLogFile=$D/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
MinJobAge=600
KillWait=2
ReturnToService=2
SlurmdTimeout=10
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=$ACCOUNTING
AccountingStoragePass=$D/munge/sock
JobAcctGatherType=jobacct_gather/linux
NodeName=n1 NodeHostname=$HOST NodeAddr=127.0.0.1 Port=${PORTS[0]} CPUs=2 RealMemory=8000 State=UNKNOWN
NodeName=n2 NodeHostname=$HOST NodeAddr=127.0.0.1 Port=${PORTS[1]} CPUs=2 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
echo CgroupPlugin=cgroup/v1 >"$D/etc/cgroup.conf"

slurmdbd # reads the file beside that of SLURM_CONF
until_ok sacctmgr --noheader show cluster
timeout 60 sacctmgr --immediate add cluster test >"$D/log/cluster.log" 2>&1 || true # the controller adds it, if not we
slurmctld -f "$SLURM_CONF"
for node in n1 n2; do slurmd -f "$SLURM_CONF" -N $node; done
until_ok bash -c '[ "$(sinfo --noheader --Node --format=%t | grep -cx idle)" = 2 ]'
