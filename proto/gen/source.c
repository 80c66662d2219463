#include "proto/gen/source.h"

#include <string.h>

struct source_path source_path_add(struct source_path path, int32_t field, size_t index) {
    if (path.count + 2 > sizeof(path.step) / sizeof(path.step[0]))
        return path;
    path.step[path.count++] = field;
    path.step[path.count++] = (int32_t)index;
    return path;
}

static const Google__Protobuf__SourceCodeInfo__Location *locate(const Google__Protobuf__FileDescriptorProto *file,
                                                                const struct source_path *path) {
    if (!file->source_code_info)
        return NULL;
    for (size_t i = 0; i < file->source_code_info->n_location; i++) {
        const Google__Protobuf__SourceCodeInfo__Location *l = file->source_code_info->location[i];
        if (l->n_path == path->count && memcmp(l->path, path->step, path->count * sizeof(path->step[0])) == 0)
            return l;
    }
    return NULL;
}

int source_line(const Google__Protobuf__FileDescriptorProto *file, const struct source_path *path) {
    const Google__Protobuf__SourceCodeInfo__Location *l = locate(file, path);
    return l && l->n_span > 0 ? l->span[0] + 1 : 0;
}

const char *source_comment(const Google__Protobuf__FileDescriptorProto *file, const struct source_path *path) {
    const Google__Protobuf__SourceCodeInfo__Location *l = locate(file, path);
    return l && l->leading_comments ? l->leading_comments : "";
}
