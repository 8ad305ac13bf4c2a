using System.Collections.Generic;

namespace RegularizerGen.Tool.Output;

/// <summary>Where lines and tables go.</summary>
internal interface ITables
{
    /// <summary>A line; an empty one between what does not belong together.</summary>
    void Line(string text = "");

    /// <summary>A table. Columns whose title starts with a space are numbers.</summary>
    void Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows);
}
