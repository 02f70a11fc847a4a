package journal_test

import (
	"os"
	"testing"
)

// roleEnv makes the test binary one of the processes in roles.
const roleEnv = "UNICTL_TEST_JOURNAL_ROLE"

func TestMain(m *testing.M) {
	if role, ok := roles()[os.Getenv(roleEnv)]; ok {
		role()
		return
	}
	m.Run()
}
