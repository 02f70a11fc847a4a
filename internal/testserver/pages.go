package testserver

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// pageLength is how many users a page has here, whatever was asked for.
const pageLength = 1000

func noUsers(w http.ResponseWriter, _ *http.Request) { sendJSON(w, http.StatusOK, userPage(0, 0, "")) }

// answersOrNoUsers gives prepared answers where a file names them.
func answersOrNoUsers(args []string) (http.HandlerFunc, error) {
	if len(args) == 0 {
		return noUsers, nil
	}
	return answers(args)
}

// manyUsers serves a list of count users in pages.
func manyUsers(args []string) (http.HandlerFunc, error) {
	count, err := strconv.Atoi(args[0])
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter, r *http.Request) {
		from, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Query().Get("page-after"), "user"))
		to := min(from+pageLength, count)
		more := ""
		if to < count {
			more = userID(to)
		}
		sendJSON(w, http.StatusOK, userPage(from, to, more))
	}, nil
}

// userPage is an envelope with the users from..to; more is the next cursor.
func userPage(from, to int, more string) string {
	var b strings.Builder
	b.WriteString(`{"status":"success","type":"UserList","data":[`)
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(',')
		}
		b.WriteString(user(i))
	}
	after := "null"
	if more != "" {
		after = strconv.Quote(more)
	}
	return b.String() + `],"moreAfter":` + after + `}`
}

func user(i int) string {
	return fmt.Sprintf(`{"publicId":%q,"type":"person","name":"User %d","emailAddress":"user%d@example.com","support":false,`+
		`"registeredOn":null,"lastSeenOn":null,"memberships":[],"otpauthRequired":true}`, userID(i), i, i)
}

func userID(i int) string { return fmt.Sprintf("user%08d", i) }

// loopCursor gives the same cursor for ever.
func loopCursor(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, userPage(0, 1, userID(1)))
}

// secondPage serves one page and lets go wrong what follows.
func secondPage(then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page-after") == "" {
			sendJSON(w, http.StatusOK, userPage(0, 2, userID(2)))
			return
		}
		then(w, r)
	}
}

func fails(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusInternalServerError, problem("Internal error", "null"))
}

// stalls sends the beginning of a page and no more.
func stalls(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	body := userPage(2, 4, "")
	_, _ = w.Write([]byte(body[:len(body)/2]))
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}
