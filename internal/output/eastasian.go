package output

import (
	"cmp"
	"slices"
	"strings"
)

// eastAsian tells whether a terminal shows characters of ambiguous width, such
// as "°" and "…", two columns wide. RUNEWIDTH_EASTASIAN says it outright. Else
// terminals of today show them narrow, and the others wide where the locale is
// Chinese, Japanese or Korean.
func eastAsian(system string, getenv func(string) string) bool {
	switch strings.ToLower(getenv("RUNEWIDTH_EASTASIAN")) {
	case "1", "on", "true", "yes":
		return true
	case "0", "off", "false", "no":
		return false
	}
	return !modernTerminal(system, getenv) && eastAsianLocale(getenv)
}

// modernTerminal knows terminals by what they set in the environment.
func modernTerminal(system string, getenv func(string) string) bool {
	for _, name := range []string{"TERM_PROGRAM_WSL", "VTE_VERSION", "ALACRITTY_LOG"} {
		if getenv(name) != "" {
			return true
		}
	}
	known := strings.Fields(`vscode iterm.app iterm2 windowsterminal alacritty kitty hyper tabby terminus fluentterminal
		warp ghostty rio jetbrains-jediterm xterm-kitty xterm-ghostty wezterm`)
	program, term := strings.ToLower(getenv("TERM_PROGRAM")), strings.ToLower(getenv("TERM"))
	for _, name := range []string{program, term} {
		if slices.Contains(known, name) || name == "visual studio code" || name == "windows terminal" {
			return true
		}
	}
	if strings.Contains(term, "xterm") && !strings.Contains(term, "xterm-mono") ||
		strings.Contains(term, "screen") || strings.Contains(term, "tmux") {
		return true
	}
	return system == "windows" && (getenv("WT_PROFILE_ID") != "" || getenv("ConEmuANSI") == "ON" ||
		strings.Contains(term, "xterm") || strings.Contains(term, "vt"))
}

// eastAsianLocale looks at the language and at the regions of the locale.
func eastAsianLocale(getenv func(string) string) bool {
	locale := strings.ToLower(cmp.Or(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")))
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	language, regions, _ := strings.Cut(locale, "_")
	for _, prefix := range []string{"zh", "ja", "ko", "chi", "jpn"} {
		if strings.HasPrefix(language, prefix) {
			return true
		}
	}
	for _, region := range strings.Split(regions, "_") {
		if slices.Contains([]string{"cn", "tw", "hk", "mo", "jp", "kr", "kp", "sg"}, region) {
			return true
		}
	}
	return false
}
