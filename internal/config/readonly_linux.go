package config

import "syscall"

// readOnly reports a mount that takes no writes, as that of a ConfigMap.
func readOnly(path string) bool {
	const mounted = 1 // ST_RDONLY
	var fs syscall.Statfs_t
	return syscall.Statfs(path, &fs) == nil && fs.Flags&mounted != 0
}
