package main

import "strconv"

// idPrefix begins a publicId; a number of eleven digits makes it twelve long (§7).
const idPrefix = "U"

// appendPage adds the envelope with the people first to end-1 of users (§2). The
// cursor is the last publicId, or null on the last page (§4).
func appendPage(page []byte, first, end, users int) []byte {
	page = append(page, `{"status":"success","type":"UserList","data":[`...)
	for i := first; i < end; i++ {
		if i > first {
			page = append(page, ',')
		}
		page = appendUser(page, i)
	}
	page = append(page, `],"moreAfter":`...)
	if end >= users || end <= first {
		return append(page, `null}`...)
	}
	page = append(page, '"')
	page = appendID(page, idPrefix, end-1)
	return append(page, `"}`...)
}

// appendUser adds one person with the fields of §6.1 that unictl asks for and
// one membership, about 450 bytes.
func appendUser(page []byte, i int) []byte {
	page = append(page, `{"publicId":"`...)
	page = appendID(page, idPrefix, i)
	page = append(page, `","type":"person","name":"Ada Example `...)
	page = strconv.AppendInt(page, int64(i), 10)
	page = append(page, `","emailAddress":"ada.`...)
	page = strconv.AppendInt(page, int64(i), 10)
	page = append(page, `@example.com","support":false,"registeredOn":"2024-01-02T03:04:05Z",`+
		`"lastSeenOn":"2026-11-02T08:30:00Z","registeredBy":null,"otpauthRequired":true,"apiApplications":[],`+
		`"memberships":[{"publicId":"`...)
	page = appendID(page, "M", i)
	return append(page, `","expiresOn":null,"group":{"publicId":"Grp000000001","reference":{"name":"Company"}},`+
		`"role":{"publicId":"Role00000001","reference":{"name":"Engineer"}}}]}`...)
}

func appendID(page []byte, prefix string, i int) []byte {
	const zeros = "00000000000"
	page = append(page, prefix...)
	digits := strconv.Itoa(i)
	return append(append(page, zeros[len(digits):]...), digits...)
}
