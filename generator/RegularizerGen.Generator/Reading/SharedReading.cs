using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>
/// Generator and analyzer read each cell once. The compiler hands the analyzer another compilation, that of the generator with all
/// generated files; what was read is kept with the cell's own file, and only as long as that lives. It also outlasts edits that no reading
/// can notice: those within bodies of methods elsewhere, which change no declaration. Where generated files change what is read, the
/// analyzer reports it.
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
        cells.TryGetValue(declaration.Span.Start, out Entry? known);
        if (known?.In(compilation) is { } entry)
        {
            cells[declaration.Span.Start] = entry;
            return entry.Result;
        }

        ReadResult result = CellReader.Read(type, compilation, cancellation);
        if (known?.SeenIn(compilation) is { } seen && UnseenNames.Matter(known.Result, result))
        {
            result = new ReadResult(null, null, [UnseenNames.Report(type, seen, compilation, cancellation)]);
        }

        cells[declaration.Span.Start] = new Entry(compilation, result);
        return result;
    }

    private sealed class Entry(Compilation readIn, ReadResult result)
    {
        private readonly WeakReference<Compilation> readIn = new(readIn);
        private readonly IEnumerable<SyntaxTree> files = readIn.SyntaxTrees;

        public ReadResult Result => result;

        /// <summary>This entry as one of the compilation: the same, the same with files of cells added at the end (which may be what
        /// a cell misses that seemed half typed), or one that differs in bodies that were not read; null where it has to be read
        /// anew.</summary>
        public Entry? In(Compilation compilation)
        {
            if (!readIn.TryGetTarget(out Compilation? before))
            {
                return null;
            }

            if (before == compilation)
            {
                return this;
            }

            SyntaxTree[] then = [.. before.SyntaxTrees];
            SyntaxTree[] now = [.. compilation.SyntaxTrees];
            bool holds =
                then.Length <= now.Length
                && before.Options.Equals(compilation.Options)
                && before.References.SequenceEqual(compilation.References)
                && then.Zip(now, IsSame).All(same => same)
                && (then.Length == now.Length || result.Source is not null || result.Diagnostics.Count > 0)
                && now.Skip(then.Length).All(MemberNames.IsGenerated);
            return !holds ? null
                : then.Length < now.Length ? this // the generator's own compilation goes on without these files
                : new Entry(compilation, result);
        }

        /// <summary>The files that this was read from, if the compilation has the same and what was generated.</summary>
        public HashSet<SyntaxTree>? SeenIn(Compilation compilation)
        {
            SyntaxTree[] then = [.. files];
            SyntaxTree[] now = [.. compilation.SyntaxTrees];
            return then.SequenceEqual(now.Take(then.Length)) && now.Skip(then.Length).Any(MemberNames.IsGenerated) ? [.. then] : null;
        }

        private bool IsSame(SyntaxTree then, SyntaxTree now) =>
            then == now
            || (
                result is { Bodies: { } bodies, Diagnostics.Count: 0 }
                && !bodies.Contains(then)
                && then.FilePath == now.FilePath
                && then.Options.Equals(now.Options)
                && now.IsEquivalentTo(then, topLevel: true)
            );
    }
}
