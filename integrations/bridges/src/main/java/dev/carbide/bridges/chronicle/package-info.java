/**
 * Rows and pages as Chronicle stores of bytes, and such stores as input. Needs {@code net.openhft:chronicle-bytes}, without
 * its analytics.
 */
@NullMarked
package dev.carbide.bridges.chronicle;

import org.jspecify.annotations.NullMarked;
