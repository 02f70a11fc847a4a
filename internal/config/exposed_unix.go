//go:build unix

package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const (
	groupWrites fs.FileMode = 0o020
	otherWrites fs.FileMode = 0o002
)

func exposed(path string) *ExposedError {
	file, err := os.Stat(path)
	if err != nil || !file.Mode().IsRegular() {
		return nil // a pipe is what the person's own shell made
	}
	if cause, way := writable(file, "chmod 600 ", path); cause != "" {
		return &ExposedError{Path: path, Cause: cause, Way: way}
	}
	dirs := []string{filepath.Dir(path)}
	if real, err := filepath.EvalSymlinks(path); err == nil && filepath.Dir(real) != dirs[0] {
		dirs = append(dirs, filepath.Dir(real))
	}
	for _, dir := range dirs {
		folder, err := os.Stat(dir)
		if err != nil || folder.Mode()&fs.ModeSticky != 0 { // nobody replaces another's file there
			continue
		}
		if cause, way := writable(folder, "chmod go-w ", dir); cause != "" {
			return &ExposedError{Path: dir, Cause: cause, Way: way}
		}
	}
	return nil
}

// writable says who else may write, and what takes that away. What lies on a
// file system that is mounted read-only is changed by nobody.
func writable(info fs.FileInfo, chmod, path string) (cause, way string) {
	var owner, group int
	if known, ok := info.Sys().(*syscall.Stat_t); ok {
		owner, group = int(known.Uid), int(known.Gid)
	}
	me := os.Geteuid()
	switch {
	case readOnly(path):
		return "", ""
	case owner != me && owner != 0:
		return "belongs to another user", "chown " + strconv.Itoa(me) + " " + quoted(path)
	case info.Mode()&otherWrites != 0:
		return "can be changed by everybody", chmod + quoted(path)
	case info.Mode()&groupWrites != 0 && !alone(me, group):
		return "can be changed by its group", chmod + quoted(path)
	}
	return "", ""
}

func quoted(path string) string {
	if strings.Trim(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-") == "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// alone reports a group that has no other member than the user, as many systems
// make one for each. What the files of the system do not tell, as with a
// directory service, is taken for a group of several.
func alone(me, group int) bool {
	users, err := os.ReadFile("/etc/passwd")
	if err != nil {
		return false
	}
	name, others := "", false
	for line := range strings.Lines(string(users)) {
		f := strings.Split(line, ":")
		if len(f) < 4 {
			continue
		}
		mine := f[2] == strconv.Itoa(me)
		if mine {
			name = f[0]
		}
		others = others || !mine && f[3] == strconv.Itoa(group)
	}
	groups, err := os.ReadFile("/etc/group")
	if err != nil || name == "" || others {
		return false
	}
	for line := range strings.Lines(string(groups)) {
		f := strings.Split(strings.TrimRight(line, "\n"), ":")
		if len(f) == 4 && f[2] == strconv.Itoa(group) {
			return f[3] == "" || f[3] == name
		}
	}
	return false
}
