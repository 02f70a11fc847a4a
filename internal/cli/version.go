package cli

import (
	"context"
	"runtime/debug"

	"unictl/internal/rest"
)

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

// ShowVersion is `unictl version`.
func ShowVersion() Command {
	type none struct{}
	return Get[*Session, none, Version]{
		Section: SectionTools,
		Use:     "version", Short: "Show the version", Example: "  unictl version -o json",
		Columns: []Column[Version]{
			{Name: "version", ID: true, Cell: func(v Version) any { return v.Version }},
			{Name: "commit", Cell: func(v Version) any { return v.Commit }},
			{Name: "date", Cell: func(v Version) any { return v.Date }},
			{Name: "go", Cell: func(v Version) any { return v.Go }},
		},
		Item: func(_ context.Context, s *Session, _ *none) (item rest.Item[Version], err error) {
			return rest.Item[Version]{Value: s.App.Version}, nil
		},
	}
}
