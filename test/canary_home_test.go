package test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unictl/internal/config"
)

// environment is that of a run in a home of its own.
func (d *canaryDesk) environment(run canaryRun, home string) map[string]string {
	settings, secrets := d.world.variables(d.served.URL)
	maps.Copy(secrets, run.secrets)
	for _, name := range run.drop {
		delete(settings, name)
		delete(secrets, name)
	}
	for name, value := range settings {
		if run.url != nil && strings.HasSuffix(name, "_URL") {
			settings[name] = run.url(value)
		}
	}
	configuration := filepath.Join(home, "config")
	d.configure(run.source, filepath.Join(configuration, "unictl", "config.yaml"), settings, secrets)
	env := map[string]string{
		"HOME": home, "USERPROFILE": home, "AppData": filepath.Join(home, "appdata"), "LocalAppData": filepath.Join(home, "local"),
		"XDG_CONFIG_HOME": configuration, "XDG_STATE_HOME": filepath.Join(home, "state"), "XDG_CACHE_HOME": filepath.Join(home, "cache"),
		"DBUS_SESSION_BUS_ADDRESS": "disabled:", "HTTPS_PROXY": "http://u:" + canaryProxy + "@127.0.0.1:1",
		"UNICTL_INTREXX_DATABASE_PASSWORD": canaryNew,
	}
	if run.source == fromEnvironment {
		maps.Copy(env, settings)
		maps.Copy(env, secrets)
	}
	return env
}

// configure writes a configuration with the context work; its secrets come from
// a program or stand in the file of secrets, if they are not in the environment.
func (d *canaryDesk) configure(source canarySource, path string, settings, secrets map[string]string) {
	d.t.Helper()
	var kept []map[string]string
	var text strings.Builder
	text.WriteString("current: work\ncontexts:\n- name: work\n")
	section := ""
	for _, o := range d.world.options {
		provider, name, _ := strings.Cut(o.Key, ".")
		value := secrets[o.Env]
		if provider != section && source != fromEnvironment {
			section = provider
			text.WriteString("  " + provider + ":\n")
			if source == fromCommand {
				text.WriteString("    secret_command: [" + strings.Join(canaryProgram(d.path("given", provider)), ", ") + "]\n")
			}
		}
		switch {
		case source == fromEnvironment:
		case !o.Secret && settings[o.Env] != "":
			text.WriteString("    " + name + ": " + strconv.Quote(settings[o.Env]) + "\n")
		case !o.Secret:
		case source == fromCommand:
			_ = os.Remove(d.path("given", provider, name))
			if value != "" {
				d.write(filepath.Join("given", provider, name), value+"\n")
			}
		case value != "":
			kept = append(kept, map[string]string{"context": "work", "provider": provider, "name": name, "value": value})
		}
	}
	write(d.t, path, text.String())
	if kept != nil {
		write(d.t, config.SecretsPath(path), string(must(json.Marshal(kept))(d.t))) // which is YAML too
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// canaryProgram prints the file that is called like the secret; where there is
// none it says so by its exit code.
func canaryProgram(dir string) []string {
	if runtime.GOOS == "windows" {
		file := dir + `\{name}`
		return []string{"cmd", "/c", strconv.Quote("if exist " + file + " (type " + file + ") else exit 44")}
	}
	return []string{"sh", "-c", strconv.Quote(`[ -f "$1/{name}" ] || exit 44; read -r s < "$1/{name}"; printf "%s" "$s"`), "sh", strconv.Quote(dir)}
}

// allowedFile reports a file of a home, by its path below that, which holds
// secrets by its nature.
func (r canaryRun) allowedFile(name string) bool {
	return strings.HasPrefix(name, "config/unictl/secrets.yaml") || // kept on purpose
		strings.HasPrefix(name, "cache/unictl/tokens/") || // the token cache
		strings.HasPrefix(name, "state/unictl/sandbox.db") || // the embedded services' own
		slices.Contains([]string{"value", "values"}, name) || // --value-file and --values-file
		r.url != nil && name == "config/unictl/config.yaml" // a URL as the person wrote it
}
