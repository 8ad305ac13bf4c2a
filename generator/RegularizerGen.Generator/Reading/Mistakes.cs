using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>What keeps a cell from being read, collected so that all of it is reported at once.</summary>
internal sealed class Mistakes(Compilation compilation)
{
    private readonly List<Diagnostic> found = [];
    private readonly HashSet<(string Id, Location Place)> reported = [];

    /// <summary>Whether the cell cannot be read; where nothing is found, the compiler says why.</summary>
    public bool Any => Count > 0;

    /// <summary>How many there are, those that the compiler reports and repeated ones included.</summary>
    public int Count { get; private set; }

    /// <summary>What is to be reported, in the order in which it was read.</summary>
    public IReadOnlyList<Diagnostic> Found => found;

    /// <summary>Adds one, unless it was reported already (a helper is read at every call).</summary>
    /// <param name="otherwise">Where it is reported if its own place is in another project.</param>
    public void Add(UnreadableException mistake, Location? otherwise = null)
    {
        Count++;
        if (mistake.Diagnostic is not { } diagnostic)
        {
            return;
        }

        if (!IsHere(diagnostic.Location))
        {
            diagnostic = Diagnostic.Create(diagnostic.Descriptor, otherwise ?? Location.None, mistake.Arguments);
        }

        if (reported.Add((diagnostic.Id, diagnostic.Location)))
        {
            found.Add(diagnostic);
        }
    }

    public void AddAll(IEnumerable<UnreadableException> mistakes)
    {
        foreach (UnreadableException mistake in mistakes)
        {
            Add(mistake);
        }
    }

    /// <summary>Numbers of the diagnostics, for a message.</summary>
    public string Listed =>
        found.Count == 0
            ? "errors of the compiler"
            : string.Join(", ", found.Select(d => d.Id).Distinct().OrderBy(id => id, System.StringComparer.Ordinal));

    /// <summary>A diagnostic at a place in another compilation cannot be reported (AD0001); one in metadata has no place.</summary>
    private bool IsHere(Location location) => location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree);
}
