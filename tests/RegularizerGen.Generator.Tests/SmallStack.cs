using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>Runs on a stack of 1 MB, as compilers do on some platforms; an overflow would end the test process.</summary>
internal static class SmallStack
{
    public static T Run<T>(Func<T> action)
    {
        T result = default!;
        ExceptionDispatchInfo? failed = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = action();
                }
                catch (Exception error)
                {
                    failed = ExceptionDispatchInfo.Capture(error);
                }
            },
            maxStackSize: 1 << 20
        );
        thread.Start();
        thread.Join();
        failed?.Throw();
        return result;
    }

    /// <summary>What is read of the class Cell.</summary>
    public static ReadResult Read(string source, CancellationToken cancellation = default)
    {
        CSharpCompilation compilation = Compiler.Create("using System;\n" + Compiler.Usings + source);
        INamedTypeSymbol cell = compilation.GetTypeByMetadataName("Cell")!;
        return Run(() => CellReader.Read(cell, compilation, cancellation));
    }
}
