/**
 * Tables by name, and how the validator sees them. Internal to the SQL front-end.
 */
@NullMarked
package dev.carbide.sql.catalog;

import org.jspecify.annotations.NullMarked;
