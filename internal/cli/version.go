package cli

import "runtime/debug"

// BuildVersion fills what the linker did not set from the build information.
func BuildVersion(version, commit, date, goVersion string) Version {
	v := Version{Version: version, Commit: commit, Date: date, Go: goVersion}
	if v.Version != "" {
		return v
	}
	v.Version = "dev"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value
		case "vcs.time":
			v.Date = s.Value
		}
	}
	return v
}
