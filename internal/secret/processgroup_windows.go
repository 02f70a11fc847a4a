package secret

import "os/exec"

// ownGroup leaves the process as it is: Windows has no groups that end
// together, and WaitDelay parts from what the process leaves behind.
func ownGroup(*exec.Cmd) {}
