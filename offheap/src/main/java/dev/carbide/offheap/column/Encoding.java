package dev.carbide.offheap.column;

/** How the values of a column are laid out. */
public enum Encoding {
    /** One value per row at the type's physical width. */
    FLAT,
    /** One value for all rows. */
    CONSTANT,
    /** One int32 code per row into a flat dictionary column without nulls; validity belongs to the rows. */
    DICTIONARY
}
