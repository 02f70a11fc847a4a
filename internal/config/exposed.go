package config

// ExposedError says that others than the person can change a configuration that
// names a program, or whom to trust: they would choose what runs, or who reads
// the secrets.
type ExposedError struct {
	Key   string // "ixon.secret_command"
	Path  string // the file, or its folder
	Cause string // "can be changed by everybody"
	Way   string // the command that mends it
}

func (e *ExposedError) Error() string {
	return e.Path + " " + e.Cause + ", so its " + e.Key + " is not used"
}

// ExitCode is that of bad input.
func (*ExposedError) ExitCode() int { return exitUsage }

// Hint is the way out.
func (e *ExposedError) Hint() string { return "run: " + e.Way }

// Exposed says how others can change a file or put another one in its place, and
// which command mends it; nil = they cannot, or the file is not there.
func Exposed(path string) *ExposedError { return exposed(path) }
