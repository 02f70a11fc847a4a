package devo

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// cidHeader is on every response, whatever its status (contract §3.5).
const cidHeader = "x-devo-cid"

const (
	mediaJSON = "application/json"
	mediaText = "text/plain; charset=utf-8"
	mediaHTML = "text/html; charset=utf-8"
)

// answer is a successful outcome.
type answer struct {
	status int // 0 is 200
	media  string
	body   []byte
}

func (a answer) write(w http.ResponseWriter) {
	h := w.Header()
	if a.media != "" {
		h.Set("Content-Type", a.media)
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(max(a.status, http.StatusOK))
	// A client that has gone away is no concern of the service.
	_, _ = w.Write(a.body)
}

// writeProblem sends the error envelope (contract §3.5).
func (s *Service) writeProblem(w http.ResponseWriter, p *problem) {
	b := strconv.AppendInt([]byte(`{"error":{"code":`), int64(s.inventions().code(p.kind)), 10)
	b = append(append(b, `,"message":`...), encode(p.message)...)
	answer{p.status, mediaJSON, append(b, "}}"...)}.write(w)
}

// writeFailure sends an error as the Query API of the same hosts does.
func writeFailure(w http.ResponseWriter, status int) {
	answer{status, mediaJSON, encode(struct {
		Msg    string   `json:"msg"`
		Status int      `json:"status"`
		CID    string   `json:"cid"`
		Object []string `json:"object"`
	}{http.StatusText(status), status, w.Header().Get(cidHeader), []string{}})}.write(w)
}

// writeNoPath is what stands where no API is (contract §3.5), among others on
// the paths of the older documentation.
func writeNoPath(w http.ResponseWriter) {
	answer{http.StatusNotFound, mediaHTML, []byte("<html>\r\n<head><title>404 Not Found</title></head>\r\n" +
		"<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")}.write(w)
}

// writeForeign is the firewall's answer to the default agents of libraries.
func writeForeign(w http.ResponseWriter) {
	answer{http.StatusForbidden, mediaText, []byte("error code: 1010")}.write(w)
}

// encode renders strings, numbers and what is made of them, which cannot fail.
func encode(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic("sandbox devo: " + err.Error())
	}
	return data
}
