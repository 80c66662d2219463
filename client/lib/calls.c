#include "client/lib/calls.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/cleanup.h"

void calls_init(struct calls *calls) {
    *calls = (struct calls){.last_ticket = 0};
}

static void call_free(struct call *call) {
    if (!call)
        return;
    fault_deinit(&call->fault);
    free(call->path);
    if (call->pending_fd >= 0)
        close(call->pending_fd);
    /* A request may be a login, an answer may hold a session token. */
    if (call->body)
        explicit_bzero(call->body, call->body_bytes);
    if (call->reply)
        explicit_bzero(call->reply, call->reply_bytes);
    free(call->body);
    free(call->reply);
    free(call);
}

void calls_deinit(struct calls *calls) {
    for (size_t i = 0; i < CALL_STATES; i++)
        while (calls->lists[i].first)
            calls_remove(calls, calls->lists[i].first);
}

size_t calls_count(const struct calls *calls) {
    size_t count = 0;

    for (size_t i = 0; i < CALL_STATES; i++)
        count += calls->lists[i].count;
    return count;
}

struct call *calls_find(const struct calls *calls, uint64_t ticket) {
    for (size_t i = 0; i < CALL_STATES; i++)
        for (struct call *call = calls->lists[i].first; call; call = call->next)
            if (call->ticket == ticket)
                return call;
    return NULL;
}

static void list_append(struct call_list *list, struct call *call) {
    call->previous = list->last;
    call->next = NULL;
    if (list->last)
        list->last->next = call;
    else
        list->first = call;
    list->last = call;
    list->count++;
}

static void list_unlink(struct call_list *list, struct call *call) {
    if (call->previous)
        call->previous->next = call->next;
    else
        list->first = call->next;
    if (call->next)
        call->next->previous = call->previous;
    else
        list->last = call->previous;
    list->count--;
}

struct call *calls_add(struct calls *calls, const char *path, uint8_t *body, size_t body_bytes) {
    struct call *call = calloc(1, sizeof(*call));

    if (!call)
        return NULL;
    call->path = strdup(path);
    if (!call->path) {
        free(call);
        return NULL;
    }
    fault_init(&call->fault);
    call->pending_fd = -1;
    call->body = body;
    call->body_bytes = body_bytes;
    call->ticket = ++calls->last_ticket;
    call->state = CALL_QUEUED;
    list_append(&calls->lists[CALL_QUEUED], call);
    return call;
}

void calls_remove(struct calls *calls, struct call *call) {
    list_unlink(&calls->lists[call->state], call);
    call_free(call);
}

void call_set_state(struct calls *calls, struct call *call, enum call_state state) {
    list_unlink(&calls->lists[call->state], call);
    call->state = state;
    list_append(&calls->lists[state], call);
}
