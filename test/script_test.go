package test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScript runs the stories of testdata/script on every system. Each has a
// home of its own, and nothing of the environment that the tests run in.
func TestScript(t *testing.T) { runScripts(t, "testdata/script") }

func runScripts(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Dir(unictl(t)) + string(os.PathListSeparator) + os.Getenv("PATH")
	prepare := func(env *testscript.Env) error {
		env.Setenv("PATH", path)
		return prepareHome(env)
	}
	testscript.Run(t, testscript.Params{
		Dir: dir, Setup: prepare, Cmds: scriptCommands(t), RequireExplicitExec: true, RequireUniqueNames: true,
		Condition:     scriptCondition,
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// scriptCondition is [root]: permissions do not bind.
func scriptCondition(name string) (bool, error) {
	if name != "root" {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	return os.Geteuid() == 0, nil
}

// scriptCommands are the commands that scripts have beside testscript's own;
// testdata/script/README.md explains them.
func scriptCommands(t *testing.T) map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"code": exitsWith, "let": let, "interrupt": interruptAfter, "count": countLines,
		"serve": serveSandbox(t), "badserver": badServer, "calls": writeCalls, "called": countCalls,
		"noleak": noLeak, "type": typeAtTerminal, "terminal": runAtTerminal, "mode": fileMode,
		"operations": everyOperation, "pack": packZip, "unpack": unpackZip, "pick": pick,
	}
}

func prepareHome(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, "home")
	for name, below := range map[string]string{
		"HOME": "", "USERPROFILE": "", "AppData": "appdata", "LocalAppData": "localappdata",
		"XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache",
	} {
		env.Setenv(name, filepath.Join(home, below))
	}
	env.Setenv("UNICTL_SANDBOX_NAMES", "scrambled") // no command may rely on the sandbox's own names
	examples, err := filepath.Abs("../examples")
	if err != nil {
		return err
	}
	env.Setenv("EXAMPLES", examples)
	env.Values[serversKey{}] = &servers{}
	env.Values[terminalKey{}] = &terminalInput{}
	return os.MkdirAll(home, 0o700)
}
