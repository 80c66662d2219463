/*
 * A doubly linked list whose links lie in its members. A list is a ring through a head; a member that is in no list points at itself.
 */
#ifndef KAM_SERVER_NET_LIST_H
#define KAM_SERVER_NET_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
    struct list *next;
    struct list *previous;
};

#define list_member(link, type, member) ((type *)(void *)((char *)(link)-offsetof(type, member)))

static inline void list_init(struct list *l) {
    l->next = l->previous = l;
}

static inline bool list_is_empty(const struct list *head) {
    return head->next == head;
}

static inline void list_remove(struct list *l) {
    l->previous->next = l->next;
    l->next->previous = l->previous;
    list_init(l);
}

/* Leaves the list it is in, if any. */
static inline void list_append(struct list *head, struct list *l) {
    list_remove(l);
    l->previous = head->previous;
    l->next = head;
    head->previous->next = l;
    head->previous = l;
}

/* Moves all members of one list to another, empty one. */
static inline void list_take(struct list *into, struct list *from) {
    list_init(into);
    if (list_is_empty(from))
        return;
    into->next = from->next;
    into->previous = from->previous;
    into->next->previous = into;
    into->previous->next = into;
    list_init(from);
}

#endif
