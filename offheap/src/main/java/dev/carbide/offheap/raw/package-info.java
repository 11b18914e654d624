/**
 * Raw addresses: plain access to native memory, the registry of live pages that checked mode validates it against, and
 * memory from the operating system. The only package that may reinterpret a segment or link native functions; everything
 * else gets addresses from pages and segments from {@link dev.carbide.offheap.raw.RawMemory#segment}.
 */
@NullMarked
package dev.carbide.offheap.raw;

import org.jspecify.annotations.NullMarked;
