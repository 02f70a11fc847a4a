package devo

import "strings"

func enableToken(c *call) (answer, error) { return c.activate(true, c.made.Enable) }

func disableToken(c *call) (answer, error) { return c.activate(false, c.made.Disable) }

// activate answers alike whether there was something to change or not.
func (c *call) activate(active bool, how form) (answer, error) {
	t, err := c.target()
	if err != nil {
		return answer{}, err
	}
	if t.Active != active {
		t.Active, t.Updated = active, c.now
		c.put(t)
	}
	return c.told(how, t), nil
}

// renameToken says OK to an empty name and to none, and leaves the token as it
// is (contract §3.2).
func renameToken(c *call) (answer, error) {
	t, err := c.target()
	if err != nil {
		return answer{}, err
	}
	in, err := c.properties("name")
	if err != nil {
		return answer{}, err
	}
	if name := in["name"]; strings.TrimSpace(name) != "" && name != t.Name {
		t.Name, t.Updated = name, c.now
		c.put(t)
	}
	return c.told(c.made.Rename, t), nil
}

func deleteToken(c *call) (answer, error) {
	t, err := c.target()
	if err != nil {
		return answer{}, err
	}
	c.drop(t)
	return c.told(c.made.Delete, t), nil
}
