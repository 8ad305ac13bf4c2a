namespace RegularizerGen.Generator;

/// <summary>Properties of a diagnostic by which a code fix knows what to write. This file is compiled into the code fixes, too.</summary>
internal static class FixNames
{
    /// <summary>What kind of change mends it; one of the constants below.</summary>
    public const string Kind = "Fix";

    /// <summary>The text that belongs to the change.</summary>
    public const string Text = "Text";

    /// <summary>Call the function of CellMath that <see cref="Text"/> names.</summary>
    public const string Function = "Function";

    /// <summary>The operands of a product change places.</summary>
    public const string Swap = "Swap";

    /// <summary>The elements of the returned tuple get the names in <see cref="Text"/>, separated by commas.</summary>
    public const string Names = "Names";

    /// <summary>The type becomes a class.</summary>
    public const string Class = "Class";

    /// <summary>The property named in <see cref="Text"/> becomes a field.</summary>
    public const string Field = "Field";

    /// <summary>The activation gets a Lipschitz constant.</summary>
    public const string Lipschitz = "Lipschitz";
}
