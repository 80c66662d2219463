/*
 * JSON of messages against any text: the first byte picks the message, the rest is the text. What is taken must come out again as JSON
 * that reads as the same bytes on the wire; what is not taken must say why in both languages.
 */
#include "client/cli/json/protojson.h"
#include "common/method.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static uint8_t *pack(const ProtobufCMessage *m, size_t *ret_bytes) {
    size_t bytes = protobuf_c_message_get_packed_size(m);
    uint8_t *packed = malloc(bytes + 1);
    if (!packed || protobuf_c_message_pack(m, packed) != bytes)
        abort();
    *ret_bytes = bytes;
    return packed;
}

static void check_same(const ProtobufCMessage *a, const ProtobufCMessage *b) {
    size_t x_bytes, y_bytes;
    uint8_t *x = pack(a, &x_bytes), *y = pack(b, &y_bytes);
    if (x_bytes != y_bytes || memcmp(x, y, x_bytes) != 0)
        abort();
    free(x);
    free(y);
}

static void check_round(const ProtobufCMessage *m, unsigned flags) {
    json_t *v = protojson_encode(m, flags);
    ProtobufCMessage *again = NULL;
    struct protojson_fault f;
    if (!v || protojson_decode(v, m->descriptor, &again, &f) != 0)
        abort();
    /* With defaults written out, an empty text in an optional field would become a set one; plain output keeps presence. */
    if (!(flags & PROTOJSON_DEFAULTS))
        check_same(m, again);
    protobuf_c_message_free_unpacked(again, NULL);
    json_decref(v);
}

static void check_fault(const struct protojson_fault *f) {
    char text[512];
    if (strlen(f->path) >= sizeof(f->path) || strlen(f->found) >= sizeof(f->found))
        abort();
    protojson_fault_text(f, "zh", text, sizeof(text));
    if (!*text)
        abort();
    protojson_fault_text(f, "en", text, sizeof(text));
    if (!*text)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    if (count == 0)
        return 0;
    const struct kam_method *method = &kam_methods[bytes[0] / 2 % kam_methods_count];
    const ProtobufCMessageDescriptor *d = bytes[0] % 2 ? method->response : method->request;
    ProtobufCMessage *m = NULL;
    struct protojson_fault f = {0};
    if (protojson_parse((const char *)bytes + 1, count - 1, d, &m, &f) != 0) {
        check_fault(&f);
        return 0;
    }
    if (!protobuf_c_message_check(m))
        abort();
    check_round(m, 0);
    check_round(m, PROTOJSON_DEFAULTS);
    protobuf_c_message_free_unpacked(m, NULL);
    return 0;
}
