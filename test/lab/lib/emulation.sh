# shellcheck shell=bash
# arm64 programs, run by qemu: the kernel hands them to it, in containers too. Debian 12's own, 7.2, sometimes takes a lock
# along into a forked process, which then waits for it for good: cargo forks for each crate.

# ELF's magic number, a program or a shared object, for aarch64
AARCH64_MAGIC='\x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
AARCH64_MASK='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'

# Until the next reboot, or another qemu.
start_emulation() {
  step register_qemu lib/emulation.sh "$(cat /proc/sys/kernel/random/boot_id)" "$(package_versions qemu-user-static)"
}

# A node tells what it can run when it starts, and is therefore started again.
register_qemu() {
  local folder=/proc/sys/fs/binfmt_misc name=muslrust-chef-lab-aarch64
  mountpoint --quiet "$folder" || mount --types binfmt_misc binfmt_misc "$folder" \
    || die "can't mount $folder: does the kernel have binfmt_misc?"
  [ ! -e "$folder/$name" ] || echo -1 > "$folder/$name"
  # F: the kernel opens qemu now, since containers do not have it; what was registered last is asked first
  echo ":$name:M::$AARCH64_MAGIC:$AARCH64_MASK:/usr/bin/qemu-aarch64-static:F" > "$folder/register" \
    || die "can't register qemu in $folder"
  arm64_runs || die "arm64 programs don't run, in spite of qemu-aarch64-static in $folder"
  stop_nodes
}

# in an empty root file system
arm64_runs() {
  mkdir -p "$LAB_DIR/empty"
  arch-test -c "$LAB_DIR/empty" arm64 > /dev/null
}
