// Qt copies what passes through JSON, headers and line edits. Release builds therefore overwrite every block before it
// goes back to the allocator (design.md section 3). glibc only.
#include <malloc.h>

#include <cstdlib>
#include <cstring>

extern "C" {
void __libc_free(void *memory);
void *__libc_malloc(std::size_t size);

__attribute__((visibility("default"))) void free(void *memory)
{
    if (memory != nullptr)
        explicit_bzero(memory, malloc_usable_size(memory));
    __libc_free(memory);
}

__attribute__((visibility("default"))) void *realloc(void *memory, std::size_t size)
{
    if (memory == nullptr)
        return __libc_malloc(size);
    if (size == 0) {
        free(memory);
        return nullptr;
    }
    const std::size_t held = malloc_usable_size(memory);
    if (size <= held && size >= held / 2)
        return memory; // growing in place within the block leaves nothing behind
    void *moved = __libc_malloc(size);
    if (moved == nullptr)
        return nullptr;
    std::memcpy(moved, memory, held < size ? held : size);
    free(memory);
    return moved;
}
}
