package test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// canaryRefusal is one way not to get what was asked for.
type canaryRefusal struct {
	name   string
	answer func(http.ResponseWriter, *canaryCall)
}

func canaryRefusals() []canaryRefusal {
	all := []canaryRefusal{
		{"text", func(w http.ResponseWriter, c *canaryCall) {
			refuseWith(w, http.StatusInternalServerError, "text/plain", "no: "+c.echoed())
		}},
		{"page", func(w http.ResponseWriter, c *canaryCall) {
			page := "<html><head><title>" + html.EscapeString(c.echoed()) + "</title></head><body>" + c.echoed() + "</body></html>"
			refuseWith(w, http.StatusBadGateway, "text/html", page)
		}},
		{"no JSON", func(w http.ResponseWriter, c *canaryCall) {
			refuseWith(w, http.StatusOK, "application/json", c.echoed()+strings.Repeat(" ", 90)+c.echoed())
		}},
		{"redirect", func(w http.ResponseWriter, c *canaryCall) {
			w.Header().Set("Location", "http://localhost:1/next?token="+canaryAnswer+"&echo="+url.QueryEscape(c.echoed()))
			w.WriteHeader(http.StatusFound)
		}},
		{"cut", func(w http.ResponseWriter, c *canaryCall) {
			if c.Method == http.MethodHead { // whose answer has nothing to cut
				sendRaw(w, "")
				return
			}
			sendRaw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{\"token\":"+strconv.Quote(c.echoed()))
		}},
		{"lost", func(w http.ResponseWriter, _ *canaryCall) { sendRaw(w, "") }},
		{"not HTTP", func(w http.ResponseWriter, c *canaryCall) { sendRaw(w, "SSH-2.0 "+c.echoed()+"\r\n\r\n") }},
	}
	for _, status := range []int{401, 403, 404, 409, 422, 429, 500} {
		all = append(all, canaryRefusal{strconv.Itoa(status), func(w http.ResponseWriter, c *canaryCall) {
			w.Header().Set("Www-Authenticate", `Bearer token="`+canaryAnswer+`"`)
			if status == http.StatusTooManyRequests {
				w.Header().Set("Retry-After", "3600")
			}
			refuseWith(w, status, "application/json", c.refusal(status))
		}})
	}
	return all
}

func (c *canaryCall) echoed() string { return strings.Join(c.echo, " ") }

// refusal is an error body that repeats the credentials in its words, and holds
// secrets of its own beside them.
func (c *canaryCall) refusal(status int) string {
	said := "refused: " + c.echoed()
	text, err := json.Marshal(map[string]any{
		"status": "error", "type": "Error", "code": status, "message": said, "error": said, "errors": []string{said},
		"data":    []map[string]any{{"message": said, "propertyName": c.echoed(), "listIndex": nil, "token": canaryAnswer}},
		"details": map[string]string{"password": canaryAnswer, "canary": canaryField},
		"token":   canaryAnswer, "secretId": canaryAnswer, "access_token": canaryAnswer, "canary": canaryField,
	})
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func refuseWith(w http.ResponseWriter, status int, kind, body string) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// sendRaw sends these bytes, and closes the connection.
func sendRaw(w http.ResponseWriter, text string) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	_, _ = buffer.WriteString(text)
	_ = buffer.Flush()
	_ = conn.Close()
}
