using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The bound unit by unit together with its adjoint; generated code implements it.</summary>
public interface IUnitwiseReverse
{
    /// <summary>The bound.</summary>
    UnitwiseBound<Real> Step { get; }

    /// <summary>Adjoint of <see cref="UnitwiseBound{T}.Lower"/>.</summary>
    Real[][] LowerAdjoint { get; }

    /// <summary>Adjoint of <see cref="UnitwiseBound{T}.Upper"/>.</summary>
    Real[][] UpperAdjoint { get; }

    /// <summary>Adjoint of <see cref="UnitwiseBound{T}.Moved"/>.</summary>
    Real[][] MovedAdjoint { get; }

    /// <summary>Adjoint of the lower ends after the step.</summary>
    Real[][] NextLowerAdjoint { get; }

    /// <summary>Adjoint of the upper ends after the step.</summary>
    Real[][] NextUpperAdjoint { get; }

    /// <summary>Adjoint of how far the states move after the step.</summary>
    Real[][] NextMovedAdjoint { get; }

    /// <summary>Adjoint of <see cref="UnitwiseBound{T}.OutputMoved"/>.</summary>
    Real[] OutputMovedAdjoint { get; }

    /// <summary>Sets the adjoints of the previous states and of everything inside the step to 0.</summary>
    void ClearAdjoints();

    /// <summary>Adjoint of one step, which must have been computed last.</summary>
    void Reverse();
}
