/* Made by protoc-gen-kam from the protos; changes here are lost. */
#include "kam/client_methods.h"

int kam_things_create_thing(kam_client *client, const T__V1__CreateThingRequest *request, const struct kam_call_options *options,
    T__V1__CreateThingResponse **ret_response) {
    ProtobufCMessage *response = NULL;
    int status = kam_call(client, &kam_methods[0], &request->base, options, &response);
    if (status == KAM_OK)
        *ret_response = (T__V1__CreateThingResponse *)response;
    return status;
}

int kam_things_knock(kam_client *client, const T__V1__KnockRequest *request, const struct kam_call_options *options,
    T__V1__KnockResponse **ret_response) {
    ProtobufCMessage *response = NULL;
    int status = kam_call(client, &kam_methods[1], &request->base, options, &response);
    if (status == KAM_OK)
        *ret_response = (T__V1__KnockResponse *)response;
    return status;
}

int kam_things_list_things(kam_client *client, const T__V1__ListThingsRequest *request, const struct kam_call_options *options,
    T__V1__ListThingsResponse **ret_response) {
    ProtobufCMessage *response = NULL;
    int status = kam_call(client, &kam_methods[2], &request->base, options, &response);
    if (status == KAM_OK)
        *ret_response = (T__V1__ListThingsResponse *)response;
    return status;
}

int kam_things_search_things(kam_client *client, const T__V1__SearchThingsRequest *request, const struct kam_call_options *options,
    T__V1__SearchThingsResponse **ret_response) {
    ProtobufCMessage *response = NULL;
    int status = kam_call(client, &kam_methods[3], &request->base, options, &response);
    if (status == KAM_OK)
        *ret_response = (T__V1__SearchThingsResponse *)response;
    return status;
}
