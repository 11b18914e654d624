/**
 * The SPI by which file formats make their files readable as tables, so that front-ends know no format: implementations of
 * {@link dev.carbide.kernel.format.TableFormat} register as services, {@link dev.carbide.kernel.format.TableFormats} finds
 * the one for a path.
 */
@NullMarked
package dev.carbide.kernel.format;

import org.jspecify.annotations.NullMarked;
