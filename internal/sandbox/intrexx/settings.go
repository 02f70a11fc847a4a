package intrexx

// Settings is how a client would be configured for this state: url, user,
// password and portal. Further keys are there to try things: other_portal is a
// second portal, unreachable_portal one that exists and cannot be reached.
func (s *Service) Settings(base string) (map[string]string, error) {
	var set map[string]string
	err := s.look(func(v *view) error {
		set = map[string]string{"url": base, "user": v.facts.User, "password": v.facts.Password,
			"portal": firstPortal, "other_portal": otherPortal, "unreachable_portal": lostPortal}
		return nil
	})
	return set, err
}
