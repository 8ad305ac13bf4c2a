using System;

namespace RegularizerGen.Training;

/// <summary>A series of samples in order of time.</summary>
/// <param name="Inputs">Inputs [samples, X].</param>
/// <param name="Targets">Targets [samples, Y]: numbers, or labels.</param>
/// <typeparam name="TInput">Type of the inputs.</typeparam>
/// <typeparam name="TTarget">Type of the targets: that of the inputs, or int for labels.</typeparam>
public sealed record Series<TInput, TTarget>(ReadOnlyMemory<TInput> Inputs, ReadOnlyMemory<TTarget> Targets)
    where TInput : unmanaged
    where TTarget : unmanaged;
