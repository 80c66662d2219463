/*
 * The status codes of kam, on the wire and in libkam: the numbers of gRPC, so that the same answer serves both framings. The names
 * and the general message of each, in both languages, are in common/status.def. Installed as kam/status.h.
 */
#ifndef KAM_STATUS_H
#define KAM_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

enum kam_status {
    KAM_OK = 0,
    KAM_CANCELLED = 1,           /* the caller withdrew the call */
    KAM_UNKNOWN = 2,             /* reason OUTCOME_UNKNOWN: the write was done or was not; ask by its request id */
    KAM_INVALID_ARGUMENT = 3,    /* wrong whatever the state of the system */
    KAM_DEADLINE_EXCEEDED = 4,   /* not done in time */
    KAM_NOT_FOUND = 5,           /* no such row, or none the caller may see */
    KAM_ALREADY_EXISTS = 6,
    KAM_PERMISSION_DENIED = 7,   /* required_right says what is missing */
    KAM_RESOURCE_EXHAUSTED = 8,  /* a limit or a quota; retry_after_ms says when again */
    KAM_FAILED_PRECONDITION = 9, /* wrong in the present state of the record */
    KAM_ABORTED = 10,            /* somebody else changed it first */
    KAM_OUT_OF_RANGE = 11,
    KAM_UNIMPLEMENTED = 12,      /* the server does not know the method */
    KAM_INTERNAL = 13,
    KAM_UNAVAILABLE = 14,        /* not now; nothing was done */
    KAM_DATA_LOSS = 15,
    KAM_UNAUTHENTICATED = 16,    /* no live session */
};

/* "NOT_FOUND" for KAM_NOT_FOUND; "UNKNOWN" for a number outside the enum. */
#ifdef __GNUC__
__attribute__((visibility("default")))
#endif
const char *kam_status_name(enum kam_status status);

#ifdef __cplusplus
}
#endif

#endif
