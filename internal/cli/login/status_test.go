package login

import "testing"

func TestStates(t *testing.T) {
	t.Parallel()
	for state, unusable := range map[State]bool{
		StatusOK: false, StatusUnchecked: false, StatusUnreachable: false,
		StatusExpired: true, StatusMissing: true, StatusRefused: true, StatusBroken: true,
	} {
		if state.Unusable() != unusable {
			t.Errorf("%s: %v", state, state.Unusable())
		}
	}
}
