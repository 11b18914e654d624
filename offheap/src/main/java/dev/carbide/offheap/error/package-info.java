/**
 * The two families of errors: {@link dev.carbide.offheap.error.CarbideException} for what a user can cause and mend,
 * {@link dev.carbide.offheap.error.CarbideInternalException} for broken invariants of the engine.
 */
@NullMarked
package dev.carbide.offheap.error;

import org.jspecify.annotations.NullMarked;
