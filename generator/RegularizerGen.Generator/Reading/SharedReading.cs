using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>
/// Generator and analyzer read each cell once. The compiler hands the analyzer another compilation, that of the generator with all generated
/// files; what was read is kept with the cell's own file, and only as long as that lives.
/// </summary>
internal static class SharedReading
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<int, Entry>> Known = new();

    /// <inheritdoc cref="CellReader.Read(INamedTypeSymbol, Compilation, CancellationToken)"/>
    public static ReadResult Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        if (type.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration)
        {
            return CellReader.Read(type, compilation, cancellation);
        }

        ConcurrentDictionary<int, Entry> cells = Known.GetOrCreateValue(declaration.SyntaxTree);
        if (cells.TryGetValue(declaration.Span.Start, out Entry? entry) && entry.HoldsIn(compilation))
        {
            return entry.Result;
        }

        ReadResult result = CellReader.Read(type, compilation, cancellation);
        cells[declaration.Span.Start] = new Entry(new System.WeakReference<Compilation>(compilation), result);
        return result;
    }

    private sealed record Entry(System.WeakReference<Compilation> ReadIn, ReadResult Result)
    {
        /// <summary>Whether it is the same compilation, or the same with generated files added at the end.</summary>
        public bool HoldsIn(Compilation compilation)
        {
            if (!ReadIn.TryGetTarget(out Compilation? before))
            {
                return false;
            }

            return before == compilation
                || (
                    before.Options.Equals(compilation.Options)
                    && before.References.SequenceEqual(compilation.References)
                    && before.SyntaxTrees.SequenceEqual(compilation.SyntaxTrees.Take(before.SyntaxTrees.Count()))
                );
        }
    }
}
