/**
 * SQL's types: the rules by which result types are derived, and what they are in {@link dev.carbide.offheap.type}.
 * Internal to the SQL front-end.
 */
@NullMarked
package dev.carbide.sql.type;

import org.jspecify.annotations.NullMarked;
