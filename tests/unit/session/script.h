/*
 * A session with a scripted host and a peer that writes what it is told: everything that happens is one line of text, so that two runs
 * are compared by comparing two strings. Time is a number the test moves.
 */
#ifndef KAM_TESTS_UNIT_SESSION_SCRIPT_H
#define KAM_TESTS_UNIT_SESSION_SCRIPT_H

#include "server/session/session.h"

#define SCRIPT_TEXT_BYTES 65536

/* No failure, for session_answer(). */
#define STATUS_OK NULL

struct script {
    struct session session;
    struct session_host host;
    struct session_limits limits;
    uint64_t now;
    bool answers_at_once;     /* every call is answered from within the callback; "login" identifies first */
    bool resumes_at_once;     /* likewise with a token, as live */
    struct frame_parser sent; /* what the peer has received */
    size_t text_bytes;
    char text[SCRIPT_TEXT_BYTES]; /* both what the host saw and what the peer got */
};

void script_init(struct script *s);
void script_deinit(struct script *s);
/* The same for a test of cmocka: *state is a script of its own. */
int script_setup(void **state);
int script_teardown(void **state);
/* Up to a state: SESSION_HELLO, GUEST or MEMBER. The text starts empty. */
void script_enter(struct script *s, enum session_state state);

/* The peer sends bytes, in pieces as large as the session takes; what does not fit now is lost to the test. */
void script_feed(struct script *s, const uint8_t *bytes, size_t count);
/* The same with frames that were written to a buffer, which is empty afterwards. */
void script_feed_frames(struct script *s, struct buffer *b);
/* The host answers a call in flight. */
void script_answer(struct script *s, uint64_t call_id);
/* The peer takes all that is queued and notes it. */
void script_take(struct script *s);
/* Moves the clock, ticking whenever the session wants to. */
void script_wait(struct script *s, uint64_t ms);
void script_clear(struct script *s);

/* Frames of a peer, added to a buffer. */
void frame_hello(struct buffer *b, const char *language, const uint8_t *token, size_t token_bytes);
void frame_request(struct buffer *b, uint64_t call_id, const char *method, const void *body, size_t body_bytes);
void frame_cancel(struct buffer *b, uint64_t call_id);
void frame_ping(struct buffer *b, const char *payload);
void frame_envelope(struct buffer *b, const Kam__V1__Envelope *e);

/* One frame, fed at once. */
void script_hello(struct script *s);
void script_request(struct script *s, uint64_t call_id, const char *method);

#endif
