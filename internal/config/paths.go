package config

import (
	"path/filepath"
	"runtime"
	"strings"
)

// EnvContext and EnvConfig are the variables that choose the context and the
// file; all others belong to options.
const (
	EnvContext = "UNICTL_CONTEXT"
	EnvConfig  = "UNICTL_CONFIG"
)

const appName = "unictl"

// DefaultPath tells where config.yaml is: UNICTL_CONFIG, else in the directory
// unictl of XDG_CONFIG_HOME, else of ~/.config (on Windows of %AppData%). The
// error is a *DirectoryError.
func DefaultPath(env func(string) (string, bool)) (string, error) {
	if path, ok := env(EnvConfig); ok && path != "" {
		return AtHome(path, env), nil
	}
	dir, err := (&directories{env, runtime.GOOS}).find("settings", "XDG_CONFIG_HOME", "AppData", ".config")
	if err != nil {
		err.Variables = append(err.Variables, EnvConfig)
		return "", err
	}
	return filepath.Join(dir, "config.yaml"), nil
}

// SecretsPath tells where the file of secrets is: beside config.yaml.
func SecretsPath(configPath string) string {
	return filepath.Join(filepath.Dir(configPath), "secrets.yaml")
}

// StateDir tells where journals and the sandbox live: the directory unictl of
// XDG_STATE_HOME, else of ~/.local/state (on Windows of %LocalAppData%). The
// error is a *DirectoryError.
func StateDir(env func(string) (string, bool)) (string, error) {
	dir, err := (&directories{env, runtime.GOOS}).find("state", "XDG_STATE_HOME", "LocalAppData", ".local/state")
	if err != nil {
		return "", err
	}
	return dir, nil
}

// CacheDir tells where cached tokens and completions live: the directory
// unictl of XDG_CACHE_HOME, else of ~/.cache (on Windows the directory cache
// below %LocalAppData%\unictl). The error is a *DirectoryError.
func CacheDir(env func(string) (string, bool)) (string, error) {
	found := directories{env, runtime.GOOS}
	dir, err := found.find("cache", "XDG_CACHE_HOME", "LocalAppData", ".cache")
	if err != nil {
		return "", err
	}
	if !found.fromXDG("XDG_CACHE_HOME") && found.goos == "windows" {
		dir = filepath.Join(dir, "cache")
	}
	return dir, nil
}

type directories struct {
	env  func(string) (string, bool)
	goos string
}

// find gives the tool's directory. A relative path in a variable is ignored,
// as the XDG specification asks.
func (d *directories) find(what, xdg, windows, belowHome string) (string, *DirectoryError) {
	if d.fromXDG(xdg) {
		return filepath.Join(d.get(xdg), appName), nil
	}
	variable, below := "HOME", belowHome
	if d.goos == "windows" {
		variable, below = windows, ""
	}
	if base := d.get(variable); filepath.IsAbs(base) {
		return filepath.Join(base, filepath.FromSlash(below), appName), nil
	}
	return "", &DirectoryError{What: what, Variables: []string{variable, xdg}}
}

func (d *directories) fromXDG(variable string) bool { return filepath.IsAbs(d.get(variable)) }

func (d *directories) get(variable string) string {
	value, _ := d.env(variable)
	return value
}

// expandPath turns "~/x" into a path below the home directory, and a relative
// path that stands in a file into one below that file's directory.
func expandPath(path, fileDir string, env func(string) (string, bool)) string {
	path = AtHome(path, env)
	if fileDir != "" && !filepath.IsAbs(path) {
		return filepath.Join(fileDir, path)
	}
	return path
}

// AtHome turns "~/x" into a path below the home directory, as a shell does for a
// word of its own, and not for one behind --flag= or in quotes. Where no home is
// known it stays.
func AtHome(path string, env func(string) (string, bool)) string {
	rest, ok := strings.CutPrefix(path, "~/")
	if !ok {
		return path
	}
	for _, variable := range []string{"HOME", "USERPROFILE"} {
		if home, _ := env(variable); home != "" {
			return filepath.Join(home, rest)
		}
	}
	return path
}
