/**
 * Records at fixed places in native memory as a table: a layout says where fields lie, an input holds the memory for as
 * long as scans need it, and a reader decodes records into batches, trusting nothing that stands in them.
 */
@NullMarked
package dev.carbide.bridges.record;

import org.jspecify.annotations.NullMarked;
