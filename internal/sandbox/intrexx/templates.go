package intrexx

import (
	"fmt"
	"strings"
)

// template is what portals are made from. Path is on the server.
type template struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

func templateKey(n int) string { return fmt.Sprintf("%s%04d", prefixTemplate, n) }

// hasTemplate compares paths without regard to a slash at their end.
func (v *view) hasTemplate(path string) bool {
	for _, t := range each[template](v, prefixTemplate) {
		if strings.TrimRight(t.Path, "/") == strings.TrimRight(path, "/") {
			return true
		}
	}
	return false
}

// listTemplates is GET /templates.
func (c *call) listTemplates() (answer, error) {
	var rows []document
	for _, t := range each[template](c.view, prefixTemplate) {
		rows = append(rows, c.templateRow(t))
	}
	return c.list("templates", rows), nil
}

func (v *view) templateRow(t *template) document {
	return document{
		v.choice("template path", "path", "template_path"): t.Path,
		v.choice("template name", "name", "display_name"):  t.Name,
		v.word("template supplied"):                        strings.HasPrefix(t.Path, "/opt/intrexx/orgtempl/"),
	}
}

// uploadTemplate is POST /templates: one zip becomes a template of its file's
// name (contract §3.5).
func (c *call) uploadTemplate() (answer, error) {
	if len(c.zips) != 1 {
		return answer{}, badRequest("one template at a time: %d files were sent", len(c.zips))
	}
	z := c.zips[0]
	t := &template{Name: strings.TrimSuffix(z.file, ".zip")}
	t.Path = "/opt/intrexx/templates/" + t.Name + "/"
	if c.hasTemplate(t.Path) {
		return answer{}, conflict("template %s exists already", t.Name)
	}
	next := 0
	for range each[template](c.view, prefixTemplate) {
		next++
	}
	c.put(templateKey(next), t)
	return c.created("uploading a template", "", c.templateRow(t)), nil
}
