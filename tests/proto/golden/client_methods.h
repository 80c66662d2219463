/*
 * Made by protoc-gen-kam from the protos; changes here are lost.
 *
 * One function for each method of the server. Each blocks until the answer is there or the call has failed and returns an
 * enum kam_status; only when that is KAM_OK is *ret_response set, and then it is the caller's, to be given to
 * kam_message_free(). request is borrowed for the call; options may be NULL. What went wrong is told by kam_client_error().
 */
#ifndef KAM_CLIENT_METHODS_H
#define KAM_CLIENT_METHODS_H

#include "kam/kam.h"

#include "things.pb-c.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/*
 * t.v1.Things/CreateThing: Create a thing.
 * Makes a thing, perhaps below another.
 * Errors: NOT_FOUND (parent, when there is none), ALREADY_EXISTS/THING_NAME_TAKEN.
 */
int kam_things_create_thing(kam_client *client, const T__V1__CreateThingRequest *request, const struct kam_call_options *options,
    T__V1__CreateThingResponse **ret_response);

/*
 * t.v1.Things/Knock: Knock.
 */
int kam_things_knock(kam_client *client, const T__V1__KnockRequest *request, const struct kam_call_options *options,
    T__V1__KnockResponse **ret_response);

/*
 * t.v1.Things/ListThings: List things.
 */
int kam_things_list_things(kam_client *client, const T__V1__ListThingsRequest *request, const struct kam_call_options *options,
    T__V1__ListThingsResponse **ret_response);

/*
 * t.v1.Things/SearchThings: Search "things"?.
 * Set in several statements, as protoc allows too.
 */
int kam_things_search_things(kam_client *client, const T__V1__SearchThingsRequest *request, const struct kam_call_options *options,
    T__V1__SearchThingsResponse **ret_response);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
