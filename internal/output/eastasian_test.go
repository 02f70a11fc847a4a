package output

import "testing"

func TestEastAsian(t *testing.T) {
	type env = map[string]string
	for _, tt := range []struct {
		system string
		env    env
		want   bool
	}{
		{"linux", nil, false},
		{"linux", env{"LANG": "C"}, false},
		{"linux", env{"LANG": "de_DE.UTF-8"}, false},
		{"linux", env{"LANG": "ja_JP.UTF-8"}, true},
		{"linux", env{"LANG": "Korean_Korea.949"}, true},
		{"linux", env{"LANG": "en_HK.UTF-8@x"}, true},
		{"linux", env{"LANG": "de_DE", "LC_CTYPE": "zh_TW"}, true},
		{"linux", env{"LANG": "zh_TW", "LC_ALL": "POSIX"}, false},
		{"linux", env{"LANG": "zh_CN", "TERM": "vt100"}, true},
		{"linux", env{"LANG": "zh_CN", "TERM": "xterm-256color"}, false},
		{"linux", env{"LANG": "zh_CN", "TERM": "xterm-mono"}, true},
		{"linux", env{"LANG": "zh_CN", "TERM": "tmux-256color"}, false},
		{"linux", env{"LANG": "zh_CN", "TERM": "wezterm"}, false},
		{"linux", env{"LANG": "zh_CN", "TERM_PROGRAM": "iTerm.app"}, false},
		{"linux", env{"LANG": "zh_CN", "TERM_PROGRAM": "Windows Terminal"}, false},
		{"linux", env{"LANG": "zh_CN", "VTE_VERSION": "7600"}, false},
		{"linux", env{"LANG": "zh_CN", "WT_PROFILE_ID": "{}"}, true},
		{"windows", env{"LANG": "zh_CN", "WT_PROFILE_ID": "{}"}, false},
		{"windows", env{"LANG": "zh_CN", "TERM": "vt100"}, false},
		{"linux", env{"RUNEWIDTH_EASTASIAN": "1", "TERM": "xterm"}, true},
		{"linux", env{"RUNEWIDTH_EASTASIAN": "Off", "LANG": "zh_CN"}, false},
		{"linux", env{"RUNEWIDTH_EASTASIAN": "perhaps", "LANG": "zh_CN"}, true},
	} {
		if got := eastAsian(tt.system, func(name string) string { return tt.env[name] }); got != tt.want {
			t.Errorf("%s, %v: %v, want %v", tt.system, tt.env, got, tt.want)
		}
	}
}
